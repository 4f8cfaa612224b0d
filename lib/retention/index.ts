/** Owns how long history is kept and how it goes: by age, by number, by a person's word. Refuses to know what a run did. */
export { deleteRun, previewRunDeletion } from "./delete";
export { deletePipeline, pipelineDeletion, previewPipelineDeletion } from "./delete-pipeline";
export { auditJob, eventsJob, objectsJob, retentionJob } from "./jobs";
export { setRunPinned } from "./pin";
export { changeRetention, getRetention, previewRetention } from "./policy";
export { removeRuns } from "./remove-runs";
export { retentionRound } from "./round";
