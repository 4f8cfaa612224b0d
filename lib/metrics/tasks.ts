import { Counter, Gauge, Histogram } from "prom-client";
import { metricsRegistry } from "./registry";

/** Metrics of a task worker. Labels are outcomes, never ids. */
export type TaskMetrics = {
  running: Gauge;
  claimed: Counter;
  finished: Counter<"outcome">;
  /** From the claim to the start of the process. */
  startLatency: Histogram;
  duration: Histogram<"outcome">;
  logBytes: Counter;
  /** Outcomes and log chunks on disk, while their store is away. */
  spooled: Gauge<"what">;
};

let own: TaskMetrics | undefined;

/** Created on first use, because only workers have them. */
export function taskMetrics(): TaskMetrics {
  own ??= createTaskMetrics();
  return own;
}

function createTaskMetrics(): TaskMetrics {
  const registers = [metricsRegistry()];
  const made: TaskMetrics = {
    running: new Gauge({ name: "gwanje_tasks_running", help: "Attempts this worker runs now.", registers }),
    claimed: new Counter({
      name: "gwanje_tasks_claimed_total",
      help: "Attempts this worker claimed.",
      registers,
    }),
    finished: new Counter({
      name: "gwanje_tasks_finished_total",
      help: "Attempts this worker ended, by outcome.",
      labelNames: ["outcome"],
      registers,
    }),
    startLatency: new Histogram({
      name: "gwanje_task_start_latency_seconds",
      help: "From the claim of an attempt to the start of its process.",
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    duration: new Histogram({
      name: "gwanje_task_duration_seconds",
      help: "From the claim of an attempt to its end.",
      labelNames: ["outcome"],
      buckets: [0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800, 7_200],
      registers,
    }),
    logBytes: new Counter({ name: "gwanje_task_log_bytes_total", help: "Bytes of task logs.", registers }),
    spooled: new Gauge({
      name: "gwanje_task_spool",
      help: "Outcomes and log chunks on disk that wait to be stored.",
      labelNames: ["what"],
      registers,
    }),
  };
  for (const outcome of ["success", "failed", "skipped", "cancelled"]) made.finished.inc({ outcome }, 0);
  return made;
}
