import * as z from "zod";
import { WORDS } from "@/lib/platform/field-error";
import { isStorableTime, STORABLE_TIME } from "@/lib/platform/instant";
import { PageQuery, pageOf } from "@/lib/platform/pagination";
import { REPROCESS } from "./values";

export const LIMITS = {
  /** Runs that one backfill may create or run again. */
  runs: 10_000,
  /**
   * Task instances created in one transaction that locks the pipeline's row: 5,000 a second on an overloaded machine,
   * so ten seconds at worst.
   */
  taskInstances: 50_000,
  /** Intervals listed by a preview; its counts include the others. */
  previewEntries: 500,
} as const;

export type Reprocess = (typeof REPROCESS)[number];

/** A day or an instant, in the pipeline's zone unless it has an offset. */
const When = z
  .union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], {
    error: WORDS.date_or_time,
  })
  .refine(isStorableTime, STORABLE_TIME);

export const BackfillInput = z.strictObject({
  dag_id: z.string(),
  /** Intervals that start in [from_date, to_date). */
  from_date: When,
  to_date: When,
  reprocess: z.enum(REPROCESS).default("none"),
  /** Its own limit of running runs, apart from the pipeline's; by default the same number. */
  max_active_runs: z.number().int().min(1).max(1_000).nullish(),
  run_backwards: z.boolean().default(false),
  /** Parameters of all its runs. When left out, runs that are run again keep their own and new ones get the defaults. */
  params: z.record(z.string(), z.unknown()).optional(),
  /** Returns what would be created, and creates nothing. */
  dry_run: z.boolean().default(false),
});
export const BackfillBody = BackfillInput.omit({ dag_id: true });

export const BackfillEntry = z.object({
  logical_date: z.string(),
  data_interval_end: z.string(),
  /** create: a new run. rerun: the existing one runs again on the newest version. keep: it is left alone. */
  action: z.enum(["create", "rerun", "keep"]),
  run: z.object({ id: z.string(), run_key: z.string(), state: z.string() }).nullable(),
});
export type BackfillEntry = z.infer<typeof BackfillEntry>;
export const BackfillPreview = z.object({
  dry_run: z.boolean(),
  /** The new backfill; null for a dry run. */
  id: z.string().nullable(),
  from_date: z.string(),
  to_date: z.string(),
  time_zone: z.string(),
  max_active_runs: z.number(),
  /** Its runs wait while the pipeline is paused. */
  is_paused: z.boolean(),
  create: z.number(),
  rerun: z.number(),
  keep: z.number(),
  /** Intervals of the range that have not ended yet, which the schedule runs later. */
  future: z.number(),
  /** In the order of their start, at most 500. */
  entries: z.array(BackfillEntry),
});
export type BackfillPreview = z.infer<typeof BackfillPreview>;

const BACKFILL_STATES = ["running", "paused", "cancelled", "completed"] as const;
export const BackfillView = z.object({
  id: z.string(),
  dag_id: z.string(),
  from_date: z.string(),
  to_date: z.string(),
  reprocess: z.enum(REPROCESS),
  max_active_runs: z.number(),
  run_backwards: z.boolean(),
  /** Null when not given: runs that were run again kept their own. */
  params: z.record(z.string(), z.unknown()).nullable(),
  state: z.enum(BACKFILL_STATES),
  created_by: z.string().nullable(),
  total_runs: z.number(),
  /** Its runs by state when it ended. Later rounds of its runs do not change this. */
  counts: z.object({
    queued: z.number(),
    running: z.number(),
    success: z.number(),
    failed: z.number(),
    cancelled: z.number(),
  }),
  /** Later backfills that ran some of its runs again. */
  rerun_by: z.array(z.object({ backfill_id: z.string(), runs: z.number() })),
  created_at: z.string(),
  finished_at: z.string().nullable(),
});
export type BackfillView = z.infer<typeof BackfillView>;
export const BackfillPage = pageOf(BackfillView);
export const BackfillQuery = PageQuery;
export const BackfillId = z.object({ id: z.string() });
