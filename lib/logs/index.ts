/** Owns the log of an attempt: its lines, their chunks in the bucket, and reading them back. Refuses to know why a task ran. */

export { type KeptChunk, storeChunk } from "./chunk";
export { createPacker } from "./packer";
export { deleteLogsOf } from "./repository";
export { openLogText, readLog, searchLog } from "./service";
export { createLogWriter, type LogWriter } from "./writer";
