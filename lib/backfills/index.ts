/** Owns backfills: ranges of past intervals to run. Refuses to know how a run moves on. */
export { createBackfill } from "./create";
export { deleteBackfillsOf, deleteEmptyBackfills } from "./repository";
export {
  cancelBackfill,
  completeBackfills,
  getBackfill,
  listBackfills,
  pauseBackfill,
  resumeBackfill,
} from "./service";
