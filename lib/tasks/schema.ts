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
  /** How far it keeps its tasks apart; null for one of a version that did not say. */
  isolation: z.enum(ISOLATION_LEVELS).nullable(),
  /** What that lacks here: a network of the tasks' own, limits that the kernel keeps. */
  isolation_gaps: z.array(z.enum(ISOLATION_GAPS)),
  /** What it runs now, longest first. */
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
/** All that live and the newest that have stopped in the last day; `more_stopped`: so many others have, too. */
export const WorkerList = z.object({ data: z.array(WorkerView), more_stopped: z.number().int() });

/** A queue that has tasks waiting or running, or a live worker. `dag_ids`: whose tasks wait, most first, at most 5. */
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
