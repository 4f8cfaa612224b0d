/**
 * none: existing runs are kept. failed: failed and cancelled ones run again. completed: all ended ones do. Queued and
 * running ones are always kept. Without zod, for pages.
 */
export const REPROCESS = ["none", "failed", "completed"] as const;
