/**
 * Owns removal for good of runs and experiments that are deleted, with everything that hangs on them. Refuses while a version
 * of a registered model needs files of them.
 */
export { experimentPurge, previewExperimentPurge, purgeExperiment } from "./purge-experiment";
export { previewRunPurge, purgeRuns, runsPurge } from "./purge-runs";
