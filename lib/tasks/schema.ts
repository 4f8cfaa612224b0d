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
  /** It takes no more tasks, because a person asked for it. */
  draining_at: z.string().nullable(),
  /** It ends when its tasks have. */
  stopping_at: z.string().nullable(),
  /** Of the product; null for a worker of a version that did not report it. */
  version: z.string().nullable(),
  /** Attempts that ended in the last hour. */
  done: z.number().int(),
  failed: z.number().int(),
  /** What it and its tasks used, minute by minute of the last hour, the oldest first. `cpu` counts processors. */
  samples: z.array(
    z.object({ minute: z.string(), cpu: z.number(), memory_bytes: z.number(), running: z.number().int() }),
  ),
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
  /** Attempts that ended in the last hour. */
  done: z.number().int(),
  failed: z.number().int(),
});
export type QueueView = z.infer<typeof QueueView>;
export const QueueList = z.object({ data: z.array(QueueView) });

/** What ended within a day, of at most the newest 50,000 attempts, by the kind of the task. Times in milliseconds. */
export const TaskKindView = z.object({
  kind: z.string(),
  done: z.number().int(),
  failed: z.number().int(),
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
  longest_ms: z.number().nullable(),
  wait_p95_ms: z.number().nullable(),
});
export type TaskKindView = z.infer<typeof TaskKindView>;
export const TaskKindList = z.object({ data: z.array(TaskKindView) });

export const WorkerId = z.object({ worker_id: z.string().max(60) });
/** work: go on. drain: end its tasks and take no more. stop: the same, and then the process ends. */
export const WorkerOrderInput = z.strictObject({ order: z.enum(["work", "drain", "stop"]) });
/** With its newest attempts, at most 200. */
export const WorkerDetail = WorkerView.extend({
  recent: z.array(
    z.object({
      id: z.string(),
      dag_id: z.string(),
      run_id: z.string(),
      task_id: z.string(),
      number: z.number().int(),
      state: z.string(),
      error_code: z.string().nullable(),
      started_at: z.string().nullable(),
      finished_at: z.string().nullable(),
    }),
  ),
});
export type WorkerDetail = z.infer<typeof WorkerDetail>;
