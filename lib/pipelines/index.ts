/** Owns pipelines: spec, immutable versions, code and layout. Refuses to know their runs. */
export { expireBundles, getVersionFile, listVersionFiles, storeBundle } from "./bundle";
export { checkSqlFile } from "./check-texts";
export {
  checkPipeline,
  clearImportErrors,
  folderState,
  type ImportProblem,
  listImportErrors,
  reportImportError,
  retirePipeline,
} from "./folder";
export { checkParams } from "./params";
export { deleteDagRow, deleteUnusedVersions, stopDag, UNUSED_VERSION } from "./repository";
export { saveFromFile, savePipeline } from "./save";
export { type NextRun, writeNextRuns, writeScheduleError } from "./schedule-repository";
export { getPipeline, getVersion, listPipelines, listVersions, setPipelinePaused } from "./service";
