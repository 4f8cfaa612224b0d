/** Owns what a pipeline is: its spec, its immutable versions, their code, its layout. Refuses to know its runs. */
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
