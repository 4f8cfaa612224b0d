/** Owns the demo: the January of the flights pipeline, loaded and taken away again whole. Refuses to know how a backfill runs. */
export { removeDemo } from "./remove";
export { demoState, loadDemo } from "./service";
