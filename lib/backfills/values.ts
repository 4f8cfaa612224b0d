/**
 * none: existing runs stay as they are. failed: failed and cancelled ones run again. completed: every finished one
 * does. A run that is queued or running is never touched. Without zod, for pages.
 */
export const REPROCESS = ["none", "failed", "completed"] as const;
