/** Owns logs of attempts: lines, their chunks in the bucket, and reading them. Refuses to know why a task ran. */

export { type KeptChunk, storeChunk } from "./chunk";
export { createPacker } from "./packer";
export { deleteLogsOf } from "./repository";
export { openLogText, readLog, searchLog } from "./service";
export { createLogWriter, type LogWriter } from "./writer";
