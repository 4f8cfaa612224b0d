/** Owns the numbers of our own processes, in Prometheus' format. Refuses ids, paths and addresses as labels: route templates only. */
export { countDataBytes, countTransfers, type Direction, metricsRegistry, observeRequest } from "./registry";
export { type TaskMetrics, taskMetrics } from "./tasks";
