import type { WorkerView } from "@/lib/tasks/schema";

/** Workers send a heartbeat every 2 s and count as lost after 12 s; in between they are late. */
const LATE_MS = 6_000;

export type WorkerState = "live" | "late" | "draining" | "stopping" | "stopped" | "lost";

export function workerState(
  worker: Pick<
    WorkerView,
    "last_heartbeat_at" | "stopped_at" | "stop_reason" | "draining_at" | "stopping_at"
  >,
  now: number,
): WorkerState {
  if (worker.stopped_at !== null) return worker.stop_reason === "heartbeat_lost" ? "lost" : "stopped";
  if (now - Date.parse(worker.last_heartbeat_at) > LATE_MS) return "late";
  if (worker.stopping_at !== null) return "stopping";
  return worker.draining_at === null ? "live" : "draining";
}
