import * as z from "zod";
import { ISOLATION_GAPS, ISOLATION_LEVELS } from "@/lib/platform/isolation";

export const WorkerView = z.object({
  id: z.string(),
  host: z.string(),
  pid: z.number(),
  queues: z.array(z.string()),
  concurrency: z.number(),
  running: z.number(),
  started_at: z.string(),
  last_heartbeat_at: z.string(),
  stopped_at: z.string().nullable(),
  stop_reason: z.string().nullable(),
  /** How well it isolates its tasks; null for a worker of a version that did not report it. */
  isolation: z.enum(ISOLATION_LEVELS).nullable(),
  /** Parts of the isolation that this machine does not offer: a network namespace, limits kept by the kernel. */
  isolation_gaps: z.array(z.enum(ISOLATION_GAPS)),
  /** Attempts that it runs now, the longest running first. */
  attempts: z.array(
    z.object({
      id: z.string(),
      dag_id: z.string(),
      run_id: z.string(),
      task_id: z.string(),
      started_at: z.string().nullable(),
    }),
  ),
});
export type WorkerView = z.infer<typeof WorkerView>;
/** All live workers, and the newest of those that stopped in the last day; `more_stopped` counts the rest. */
export const WorkerList = z.object({ data: z.array(WorkerView), more_stopped: z.number().int() });

/**
 * A queue with waiting or running tasks, or a live worker. `dag_ids`: at most 5 pipelines with waiting tasks, those
 * with the most first.
 */
export const QueueView = z.object({
  name: z.string(),
  queued: z.number(),
  running: z.number(),
  oldest_queued_at: z.string().nullable(),
  workers: z.number(),
  dag_ids: z.array(z.string()),
});
export type QueueView = z.infer<typeof QueueView>;
export const QueueList = z.object({ data: z.array(QueueView) });
