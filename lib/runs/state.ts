const TASK_STATES = [
  "none",
  "queued",
  "running",
  "restarting",
  "up_for_retry",
  "success",
  "failed",
  "skipped",
  "upstream_failed",
  "cancelled",
  "removed",
] as const;
export type TaskState = (typeof TASK_STATES)[number];
export type RunState = "queued" | "running" | "success" | "failed" | "cancelled";

/** New tasks may start: the run was not ended early, and its pipeline is not paused. */
export function isOpen(run: { state: string; reason: string | null; isPaused: boolean }): boolean {
  return run.state === "running" && run.reason === null && !run.isPaused;
}

/** The final state of a run. Only leaves decide, so a leaf that runs after a failure and succeeds makes the run a success. */
export function closingState(reason: string | null, leaves: readonly string[]): RunState {
  if (reason === "cancelled") return "cancelled";
  if (reason !== null) return "failed";
  if (leaves.some((state) => state === "failed" || state === "upstream_failed")) return "failed";
  return leaves.includes("cancelled") ? "cancelled" : "success";
}
