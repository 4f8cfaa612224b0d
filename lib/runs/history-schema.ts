import * as z from "zod";
import { RunFilterQuery } from "./list-schema";

export const TaskHistoryQuery = RunFilterQuery.pick({ run_type: true, version: true }).extend({
  /** Of the task: one or several, with commas between them. */
  state: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(365).default(50),
  /** `older` or `newer` of an answer. */
  cursor: z.string().max(500).optional(),
});

/** A task in one run of its pipeline. Times, usage and error are of its last try. */
export const TaskHistoryLine = z.object({
  id: z.string(),
  run_id: z.string(),
  state: z.string(),
  try_number: z.number(),
  waited_ms: z.number().nullable(),
  /** Null: it has not ended. */
  ran_ms: z.number().nullable(),
  started_at: z.string().nullable(),
  usage: z.unknown(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  exit_code: z.number().nullable(),
  version: z.number(),
  run_key: z.string(),
  run_type: z.string(),
  run_state: z.string(),
  logical_date: z.string().nullable(),
  data_interval_start: z.string().nullable(),
  data_interval_end: z.string().nullable(),
  time_zone: z.string().nullable(),
  queued_at: z.string(),
});
export type TaskHistoryLine = z.infer<typeof TaskHistoryLine>;
/** Runs along their logical dates, the latest first, with cursors of those before and after. */
export const TaskHistory = z.object({
  data: z.array(TaskHistoryLine),
  older: z.string().nullable(),
  newer: z.string().nullable(),
});
export type TaskHistory = z.infer<typeof TaskHistory>;
