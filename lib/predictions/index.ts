/**
 * Owns the log of predictions: what endpoints were asked and answered, what came true, and how other versions answer the same.
 * Refuses to know by which protocol they were asked, and to keep an answer waiting.
 */
export { giveFeedback } from "./feedback";
export { predictionDaysJob } from "./jobs";
export { patiently } from "./patiently";
export { qualityOfWindow, readQuality } from "./quality/quality";
export { getPrediction, listPredictions } from "./read";
export { type Answered, drainPredictions, recorded } from "./record";
export { replayPrediction, replayPredictions } from "./replay/replay";
export { ID_HEADER } from "./values";
