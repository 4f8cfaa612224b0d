/**
 * Owns experiments and what training runs write into them: parameters, metrics, tags, datasets; and the language in which
 * they are searched. Refuses to know by which protocol they come, and what becomes of a model.
 */
export { decodedWhole } from "./artifact-place";
export {
  type ArtifactEntry,
  deleteArtifacts,
  listArtifacts,
  listRunArtifacts,
  openArtifact,
  placeArtifact,
} from "./artifacts";
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
export { getHistory, getSampledHistory } from "./history";
export { deleteRunTag, logBatch, logInputs, recordModel } from "./log";
export { createRun, deleteRun, getRun, restoreRun, updateRun } from "./runs";
export { searchRuns } from "./search";
