/**
 * Owns answers that come later: for files of rows, with their division into parts, the jobs that ask the model and the one file
 * of all answers; and for single requests. Refuses to answer a row otherwise than a request would be answered.
 */
export { asyncPredictionsJob } from "./async/jobs";
export { ASYNC_CHANNEL } from "./async/nudge";
export { acceptPrediction, cancelAsyncPrediction, getAsyncPrediction } from "./async/service";
export { cancelBatch, retryBatch } from "./change";
export { oldBatchesJob } from "./jobs";
export { getBatchPrediction, listBatchPredictions, openBatchFile, readBatchErrors } from "./read";
export { startBatch } from "./start";
export { keepUploadPart } from "./upload";
export { batchLane } from "./work/lane";
export { batchPreparation } from "./work/prepare";
export { batchOutput } from "./work/write-output";
