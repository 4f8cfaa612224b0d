import * as z from "zod";
import { Removed } from "@/lib/retention/schema";
import { MarkState, RunFilterBody, RunView } from "@/lib/runs/schema";

/** So many runs are taken at once. */
export const MOST_RUNS = 500;
const MOST_TASKS = 2_000;

const Version = z.enum(["same", "newest"]).default("same");
export const BulkAction = z.discriminatedUnion("kind", [
  /** What failed, was cancelled or never started, and what is below it. */
  z.strictObject({ kind: z.literal("rerun_failed"), version: Version }),
  /** All tasks, or those that `tasks` names, and what is below them. */
  z.strictObject({ kind: z.literal("rerun"), version: Version }),
  z.strictObject({ kind: z.literal("cancel") }),
  z.strictObject({ kind: z.literal("mark"), state: MarkState }),
  z.strictObject({ kind: z.literal("note"), note: z.string().max(2_000).nullable() }),
  z.strictObject({ kind: z.literal("delete") }),
]);
export type BulkAction = z.infer<typeof BulkAction>;

/** The runs by their ids, by some of their tasks, or all that match a filter: the newest of them first. */
export const BulkBody = z
  .strictObject({
    action: BulkAction,
    run_ids: z.array(z.string().max(100)).min(1).max(MOST_RUNS).optional(),
    tasks: z
      .array(z.strictObject({ run_id: z.string().max(100), task_id: z.string().max(1_000) }))
      .min(1)
      .max(MOST_TASKS)
      .optional(),
    filter: RunFilterBody.optional(),
    dry_run: z.boolean().default(false),
  })
  .refine(({ run_ids, tasks, filter }) => [run_ids, tasks, filter].filter(Boolean).length === 1, {
    error: "Give run_ids, tasks or filter: one of them.",
    path: ["run_ids"],
  })
  .refine(({ tasks, action }) => tasks === undefined || action.kind === "rerun", {
    error: "Tasks can only be run again: use the action rerun, or run_ids.",
    path: ["tasks"],
  });
export type BulkBody = z.input<typeof BulkBody>;

export const BulkResult = RunView.pick({
  id: true,
  dag_id: true,
  run_key: true,
  run_type: true,
  state: true,
  logical_date: true,
  data_interval_start: true,
  data_interval_end: true,
  time_zone: true,
  version: true,
}).extend({
  /** done: it was done, or a dry run says that it would be. nothing: there is nothing to do. refused: `detail` says why. */
  outcome: z.enum(["done", "nothing", "refused"]),
  detail: z.string().nullable(),
  reason: z
    .object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])).optional() })
    .nullable(),
  /** The tasks that run again. */
  tasks: z.number().int(),
  /** The number of the version that they run on; null for other actions. */
  on_version: z.number().nullable(),
  /** The note or the state until now, for a note or a mark. */
  before: z.string().nullable(),
  /** What goes with it, for a deletion. */
  removed: Removed.nullable(),
});
export type BulkResult = z.infer<typeof BulkResult>;

/** `state` of a result is the one until now. */
export const BulkReply = z.object({
  dry_run: z.boolean(),
  results: z.array(BulkResult),
  /** Runs that match the filter beyond those taken; at `left_at_most` so many or more. */
  left: z.number().int(),
  left_is_more: z.boolean(),
});
export type BulkReply = z.infer<typeof BulkReply>;
