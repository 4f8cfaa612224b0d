/** Owns what is done with many runs at once: which runs are meant, and a result for each. What is done is that of one run. */
export { bulkRuns } from "./bulk";
