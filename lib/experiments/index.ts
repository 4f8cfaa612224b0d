/**
 * Owns experiments and what training runs write into them: parameters, metrics, tags, datasets; and the language in which
 * they are searched. Refuses to know by which protocol they come, and what becomes of a model.
 */

export { checkPath, decodedWhole, keyOf as artifactKey } from "./artifact-place";
export { listArtifactPage, openOwnArtifact, readArtifactHead, readModelFacts } from "./artifact-view";
export {
  type ArtifactEntry,
  deleteArtifacts,
  listArtifacts,
  listModelArtifacts,
  listRunArtifacts,
  openArtifact,
  placeArtifact,
  placeRunArtifact,
} from "./artifacts";
export { listDatasets } from "./datasets";
export { changeExperiment } from "./experiment-change";
export { listExperiments, readExperiment } from "./experiment-list";
export {
  createExperiment,
  deleteExperiment,
  deleteExperimentTag,
  getExperiment,
  getExperimentByName,
  restoreExperiment,
  searchExperiments,
  setExperimentTag,
  updateExperiment,
} from "./experiments";
export { type Order, parseOrder } from "./filter/order";
export { type Filter, parseFilter } from "./filter/parse";
export type { Vocabulary } from "./filter/vocabulary";
export { getBulkHistory, getHistory, getSampledHistory } from "./history";
export { importExperiments } from "./import/experiments";
export { findMissingFiles, placeImportedFile } from "./import/files";
export { beginImport, endImport } from "./import/journal";
export { importLoggedModels } from "./import/models";
export { importPoints } from "./import/points";
export { finishRuns, importRuns } from "./import/runs";
export { Instant } from "./import/schema";
export { namedBy, Refusal, refusal, sift } from "./import/sift";
export { leftOpenJob } from "./jobs";
export { listKeys } from "./keys";
export { deleteRunTag, logBatch, logInputs, logOutputs, recordModel } from "./log";
export { listMetrics } from "./metrics";
export type { Signature, SignatureField } from "./mlmodel";
export {
  createLoggedModel,
  deleteLoggedModel,
  deleteModelTag,
  finishLoggedModel,
  getLoggedModel,
  logModelParams,
  searchLoggedModels,
  setModelTags,
} from "./models";
export { findOrigin, findSourceRun, noteModelVersion } from "./origin";
export { badPageToken, decodePageToken, encodePageToken, type TokenField } from "./page-token";
export { listPoints } from "./points";
export { filesOf } from "./removal";
export { conditionSql, type Meaning } from "./repository/conditions";
export { lockExperiment } from "./repository/experiments";
export { OWNER_NAME } from "./repository/owner";
export {
  isRemoving,
  markRemoving,
  ownersOf,
  ownersWithin,
  type RemovalScope,
  removeExperimentRow,
  removePoints,
  removeRunRows,
  someRunsOf,
  weighRemoval,
} from "./repository/removal";
export { lockRunPlaces } from "./repository/run-bulk";
export { areSortValues, behindSql, orderSql, type SortColumn } from "./repository/sorting";
export { changeTrainingRun, deleteTrainingRuns, restoreTrainingRuns, tagTrainingRuns } from "./run-change";
export { groupTrainingRuns } from "./run-groups";
export { exportTrainingRuns, listTrainingRuns, readTrainingRun } from "./run-list";
export { moveTrainingRuns } from "./run-move";
export { readRunDatasets, readRunRelations } from "./run-relations";
export { createRun, deleteRun, getRun, restoreRun, updateRun } from "./runs";
export { listRunsOfTasks } from "./runs-of-tasks";
export { sampleManyRuns, samplePoints } from "./samples";
export { searchRuns } from "./search";
export { describedModel, openStoredFile, storedFiles } from "./stored-files";
export { changeTableView, deleteTableView, listTableViews, saveTableView } from "./table-views";
export { abortUpload, beginUpload, completeUpload, openPart } from "./uploads";
export { instantOf } from "./view-terms";
