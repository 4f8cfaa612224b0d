import * as z from "zod";
import { WORDS } from "@/lib/platform/field-error";
import { Instant } from "@/lib/platform/instant";
import { pageOf } from "@/lib/platform/pagination";
import { RunFilterQuery } from "./list-schema";

export { TaskHistory, TaskHistoryLine, TaskHistoryQuery } from "./history-schema";
export {
  MOST_COUNTED,
  RunCounts,
  RunFacets,
  type RunFilter,
  RunFilterBody,
  RunFilterQuery,
  RunQuery,
  type RunSort,
} from "./list-schema";
export {
  SavedView,
  SavedViewBody,
  SavedViewChange,
  SavedViewList,
  SavedViewMade,
  SavedViewRef,
  type ViewPage,
} from "./saved-schema";
export {
  TaskCounts,
  TaskFilterQuery,
  type TaskLine,
  TaskPage,
  TaskQuery,
} from "./task-list-schema";

/** Part of object keys and URLs: letters, digits and a few signs, never a path. */
export const RunKey = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:+~-]{0,199}$/, {
  error: WORDS.run_key,
});
export const TriggerInput = z.strictObject({
  dag_id: z.string(),
  params: z.record(z.string(), z.unknown()).default({}),
  logical_date: Instant.nullish(),
  /** The data that the run is about, for one without a logical date; else that of the schedule. */
  data_interval: z.strictObject({ start: Instant, end: Instant }).nullish(),
  /** The number of a version, for one that is not the newest. */
  version: z.number().int().min(1).max(2_147_483_647).nullish(),
  run_key: RunKey.nullish(),
  note: z.string().max(2000).nullish(),
});
export const TriggerBody = TriggerInput.omit({ dag_id: true });
/** `created` is false when the run existed already. */
export const TriggerReply = z.object({ id: z.string(), created: z.boolean() });
const Count = z.number().int();
/**
 * Why a run or task has not started, and what has to change: `starting` means that nothing holds it and it starts in a
 * moment. The other fields say how far it is.
 */
export const WaitsFor = z.discriminatedUnion("reason", [
  z.object({ reason: z.literal("paused") }),
  z.object({ reason: z.literal("active_runs"), active: Count, limit: Count }),
  z.object({ reason: z.literal("backfill_paused"), backfill_id: z.string() }),
  z.object({ reason: z.literal("backfill_runs"), active: Count, limit: Count, backfill_id: z.string() }),
  z.object({ reason: z.literal("upstream"), task_ids: z.array(z.string()) }),
  z.object({ reason: z.literal("active_tasks"), active: Count, limit: Count }),
  z.object({ reason: z.literal("pool_full"), pool: z.string(), used: Count, slots: Count }),
  z.object({ reason: z.literal("pool_kept"), pool: z.string() }),
  z.object({ reason: z.literal("pool_too_small"), pool: z.string(), needs: Count, slots: Count }),
  z.object({ reason: z.literal("no_worker"), queue: z.string() }),
  z.object({ reason: z.literal("workers_busy"), queue: z.string(), taken: Count, places: Count }),
  z.object({ reason: z.literal("retry_delay"), until: z.string() }),
  z.object({ reason: z.literal("restarting") }),
  z.object({ reason: z.literal("interval_end"), until: z.string() }),
  z.object({ reason: z.literal("starting") }),
]);
export type WaitsFor = z.infer<typeof WaitsFor>;
/** The task that failed first, and why. */
export const RunError = z.object({
  task_id: z.string(),
  code: z.string().nullable(),
  /** The program's own message, or the worker's. */
  detail: z.string().nullable(),
  exit_code: z.number().nullable(),
});
export type RunError = z.infer<typeof RunError>;
export const RunView = z.object({
  id: z.string(),
  dag_id: z.string(),
  dag_version_id: z.string(),
  version: z.number(),
  run_key: z.string(),
  run_type: z.string(),
  state: z.string(),
  /** Why it ended early, or that a person said what it counts as: cancelled, timed_out, marked. */
  reason: z.string().nullable(),
  /** Who cancelled or marked it; null where nobody did, or it is not known. */
  ended_by: z.string().nullable(),
  logical_date: z.string().nullable(),
  data_interval_start: z.string().nullable(),
  data_interval_end: z.string().nullable(),
  params: z.record(z.string(), z.unknown()),
  triggered_by: z.string().nullable(),
  note: z.string().nullable(),
  backfill_id: z.string().nullable(),
  /** How often the run, or a part of it, was run again. */
  clear_number: z.number(),
  /** When it was pinned; retention skips pinned runs. */
  pinned_at: z.string().nullable(),
  queued_at: z.string(),
  /** Start of the present round; null while the run is queued. */
  started_at: z.string().nullable(),
  /** Start of the first round. */
  first_started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  /** The number of past rounds, and how long they ran in all. */
  rounds_before: Count,
  ran_before_ms: z.number(),
  /** Null: it does not wait. */
  waits_for: WaitsFor.nullable(),
  /** Null: no task of it has failed. */
  error: RunError.nullable(),
  /** Of the pipeline's schedule; null: it has none. */
  time_zone: z.string().nullable(),
});
export type RunView = z.infer<typeof RunView>;
export const RunPage = pageOf(RunView);
/** Queued runs and waiting tasks of one pipeline with one reason. `more`: lines left out. */
export const WaitingList = z.object({
  data: z.array(
    z.object({ dag_id: z.string(), waits_for: WaitsFor, runs: Count, tasks: Count, since: z.string() }),
  ),
  more: Count,
});
export type WaitingList = z.infer<typeof WaitingList>;
export const AttemptView = z.object({
  id: z.string(),
  number: z.number(),
  /** The number of the version that it ran. */
  version: z.number(),
  /** The run's, when the attempt was made. */
  clear_number: z.number(),
  state: z.string(),
  worker_id: z.string().nullable(),
  kill_reason: z.string().nullable(),
  queued_at: z.string(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  exit_code: z.number().nullable(),
  signal: z.string().nullable(),
  error_code: z.string().nullable(),
  error_detail: z.string().nullable(),
  usage: z.unknown(),
  log_lines: z.number(),
  log_bytes: z.number(),
});
export type AttemptView = z.infer<typeof AttemptView>;
export const TaskInstanceView = z.object({
  id: z.string(),
  task_id: z.string(),
  state: z.string(),
  try_number: z.number(),
  max_tries: z.number(),
  queue: z.string(),
  pool: z.string(),
  eligible_at: z.string().nullable(),
  current_attempt_id: z.string().nullable(),
  result: z.unknown(),
  queued_at: z.string().nullable(),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  /** Null: it does not wait. */
  waits_for: WaitsFor.nullable(),
  attempts: z.array(AttemptView),
});
export type TaskInstanceView = z.infer<typeof TaskInstanceView>;
/** A past round: the run as it had ended before it was run again. */
export const PastRun = RunView.pick({
  clear_number: true,
  version: true,
  dag_version_id: true,
  params: true,
  backfill_id: true,
  state: true,
  reason: true,
  ended_by: true,
  started_at: true,
  finished_at: true,
});
/** `past`: oldest first. */
export const RunDetail = RunView.extend({ past: z.array(PastRun), tasks: z.array(TaskInstanceView) });
export type RunDetail = z.infer<typeof RunDetail>;
export const RunId = z.object({ run_id: z.string() });
/** Strict: a field that is misspelt must not mean "all tasks". */
export const ClearBody = z.strictObject({
  task_ids: z.array(z.string()).max(10_000).optional(),
  only_failed: z.boolean().default(false),
  downstream: z.boolean().default(true),
  /** newest: an ended run moves to the pipeline's newest version and keeps its parameters; its new tasks run too. */
  version: z.enum(["same", "newest"]).default("same"),
  dry_run: z.boolean().default(false),
});
export const ClearInput = ClearBody.extend(RunId.shape);
export const ClearResult = z.object({
  dry_run: z.boolean(),
  /** The number of the version that they run on. */
  version: z.number(),
  /** `id` is null for a task that the run does not have yet; `state` is the one until now. */
  tasks: z.array(z.object({ id: z.string().nullable(), task_id: z.string(), state: z.string() })),
  /** Tasks that the version does not have: their attempts and logs stay. */
  removed: z.array(z.string()),
});
export const NoteBody = z.strictObject({ note: z.string().max(2000).nullable() });
/** An ended run may be said to count as this. */
export const MarkState = z.enum(["success", "failed", "cancelled"]);
export const MarkBody = z.strictObject({ state: MarkState });
/** `before`: the state until now. */
export const Marked = z.object({ before: z.string() });
export const GridQuery = RunFilterQuery.pick({
  state: true,
  run_type: true,
  backfill_id: true,
  version: true,
}).extend({
  limit: z.coerce.number().int().min(1).max(365).default(50),
  /** `older` or `newer` of an answer. */
  cursor: z.string().max(500).optional(),
});
/**
 * cells[run][task] = [task instance id, state, try number, duration in ms (null: not ended)] or null, in the order of
 * `runs` and `task_ids`. Runs are in the order of their logical dates, or of when they were asked for, the latest first.
 */
export const GridView = z.object({
  task_ids: z.array(z.string()),
  runs: z.array(
    RunView.pick({
      id: true,
      run_key: true,
      run_type: true,
      triggered_by: true,
      state: true,
      logical_date: true,
      data_interval_start: true,
      data_interval_end: true,
      time_zone: true,
      version: true,
      queued_at: true,
      started_at: true,
      finished_at: true,
      ran_before_ms: true,
    }),
  ),
  /** Cursors of the runs before and after these; null: there are none. */
  older: z.string().nullable(),
  newer: z.string().nullable(),
  /** So many runs are all that one answer holds of tasks so many; null: as many as were asked for. */
  cut_to: Count.nullable(),
  /** Why cells failed, by task instance id; the newest 500. */
  errors: z.record(z.string(), RunError),
  cells: z.array(z.array(z.tuple([z.string(), z.string(), z.number(), z.number().nullable()]).nullable())),
});
export type GridView = z.infer<typeof GridView>;
