/** Owns the rounds in which due work is found and done. Refuses to decide what a transition means: runs and tasks do that. */
export { SCHEDULING, schedulingJob } from "./jobs";
export { createDueRuns, tick } from "./one-round";
export { createScheduler, type RoundReport } from "./scheduler";
