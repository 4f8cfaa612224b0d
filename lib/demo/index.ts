/** Owns the demo: loading January 2001 of the flights pipeline, and removing it whole. Refuses to know how a backfill runs. */
export { removeDemo } from "./remove";
export { demoState, loadDemo } from "./service";
