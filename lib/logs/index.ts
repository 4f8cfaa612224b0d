/** Owns logs of attempts: lines, their chunks in the bucket, and reading them. Refuses to know why a task ran. */

export { type KeptChunk, storeChunk } from "./chunk";
export { linesToIndex } from "./chunk-lines";
export {
  givenToIndex,
  type Indexed,
  isAnythingToIndex,
  leftToIndex,
  markIndexed,
  type TaskChunk,
} from "./index-repository";
export { createPacker } from "./packer";
export { deleteLogsOf } from "./repository";
export { openLogText, readLog, searchLog } from "./service";
export { createLogWriter, type LogWriter } from "./writer";
