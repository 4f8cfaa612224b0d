/**
 * Owns the metrics of our own processes in Prometheus's format. Refuses ids, paths and addresses as labels; route
 * templates are allowed.
 */
export { countDataBytes, countTransfers, type Direction, metricsRegistry, observeRequest } from "./registry";
export { type TaskMetrics, taskMetrics } from "./tasks";
