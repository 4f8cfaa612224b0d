/**
 * Owns the comparison of runs: what is laid side by side, what counts as a difference, and which difference a run of a
 * pipeline can put back. Refuses to know how runs come about, and to run what they logged.
 */
export { compareRuns } from "./compare";
export { listReversals, rerun } from "./rerun";
