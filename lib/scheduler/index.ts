/** Owns when things happen. Refuses to decide what a transition means: runs and tasks do that. */
export { createDueRuns, handOverNow, tick } from "./tick";
