import * as z from "zod";
import { PageQuery, pageOf } from "@/lib/platform/pagination";
import { type RunFilter, RunFilterQuery } from "./list-schema";

/** What task instances are chosen by: their state and text, and what their run is chosen by. */
export const TaskFilterQuery = RunFilterQuery.extend({
  /** The whole name of the task. */
  task_id: z.string().max(1_000).optional(),
  /** The worker of the last try. */
  worker_id: z.string().max(200).optional(),
  queue: z.string().max(200).optional(),
  pool: z.string().max(200).optional(),
  /** Part of the task's name, or of the error that ended its last try. */
  q: z.string().max(200).optional(),
});
export type TaskFilter = RunFilter &
  Pick<z.output<typeof TaskFilterQuery>, "task_id" | "worker_id" | "queue" | "pool">;
export const TaskQuery = TaskFilterQuery.extend(PageQuery.shape);

export const TaskLine = z.object({
  id: z.string(),
  run_id: z.string(),
  dag_id: z.string(),
  task_id: z.string(),
  state: z.string(),
  try_number: z.number(),
  max_tries: z.number(),
  worker_id: z.string().nullable(),
  queued_at: z.string().nullable(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  /** How the last try of a failed task ended. */
  code: z.string().nullable(),
  detail: z.string().nullable(),
  exit_code: z.number().nullable(),
  /** The name and state of its run. */
  run_key: z.string(),
  run_type: z.string(),
  run_state: z.string(),
  logical_date: z.string().nullable(),
  data_interval_start: z.string().nullable(),
  data_interval_end: z.string().nullable(),
  time_zone: z.string().nullable(),
});
export type TaskLine = z.infer<typeof TaskLine>;
export const TaskPage = pageOf(TaskLine);

/** More tasks than this are not counted. */
export const MOST_TASKS_COUNTED = 200_000;
/** `counts` is null for more tasks than `at_most`. */
export const TaskCounts = z.object({
  counts: z.record(z.string(), z.number().int()).nullable(),
  at_most: z.number().int(),
});
export type TaskCounts = z.infer<typeof TaskCounts>;
