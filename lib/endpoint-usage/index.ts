/**
 * Owns how often endpoints are asked: counts by endpoint, caller and minute, with a histogram of latency, kept for 30 days. Refuses
 * to know what was asked and answered, which is the prediction log's.
 */
export { countAnswer, writeUsage } from "./count";
export { endpointUsageJob } from "./jobs";
export { endpointSummary, endpointUsage, listUsage } from "./read-usage";
