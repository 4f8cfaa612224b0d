import * as z from "zod";

const MOST_DAYS = 36_500;
const Days = z.number().int().min(1).max(MOST_DAYS);

export const PolicyInput = z.strictObject({
  /** Ended runs are deleted after this many days; null for no limit of age. */
  run_days: Days.nullable(),
  /** Ended runs kept for each pipeline; null for no limit of number. */
  runs_per_pipeline: z.number().int().min(1).max(1_000_000).nullable(),
  /** Unused versions that are not the newest, and unused code, are deleted after this many days. */
  version_days: Days,
  /** Stopped workers are deleted after this many days. */
  worker_days: Days,
});
export type PolicyInput = z.infer<typeof PolicyInput>;

/** The counts of a deletion or a round. Bytes are those of logs and artifacts. */
export const Removed = z.object({
  runs: z.number().int(),
  tasks: z.number().int(),
  attempts: z.number().int(),
  artifacts: z.number().int(),
  bytes: z.number(),
});
export type Removed = z.infer<typeof Removed>;

export const NOTHING_REMOVED: Removed = { runs: 0, tasks: 0, attempts: 0, artifacts: 0, bytes: 0 };

export function sumRemoved(one: Removed, other: Removed): Removed {
  return {
    runs: one.runs + other.runs,
    tasks: one.tasks + other.tasks,
    attempts: one.attempts + other.attempts,
    artifacts: one.artifacts + other.artifacts,
    bytes: one.bytes + other.bytes,
  };
}

export const Round = Removed.extend({
  backfills: z.number().int(),
  versions: z.number().int(),
  bundles: z.number().int(),
  workers: z.number().int(),
  /** Outbox rows, idempotency keys, expired sessions, invites and reset links. */
  small_rows: z.number().int(),
});
export type Round = z.infer<typeof Round>;

/** A pipeline with runs that are due within 30 days. */
export const DueRuns = z.object({
  dag_id: z.string(),
  ended_runs: z.number().int(),
  pinned_runs: z.number().int(),
  /** Runs that the next round deletes. */
  now: z.number().int(),
  in_7_days: z.number().int(),
  in_30_days: z.number().int(),
  /** When the oldest remaining run is due; null when the present limits keep it. */
  next_at: z.string().nullable(),
});
export type DueRuns = z.infer<typeof DueRuns>;

export const RetentionView = PolicyInput.extend({
  version: z.number().int(),
  last_round_at: z.string().nullable(),
  last_round: Round.nullable(),
  next_round_at: z.string().nullable(),
  /** What the next round deletes besides runs. */
  due: z.object({
    versions: z.number().int(),
    bundles: z.number().int(),
    workers: z.number().int(),
  }),
  pipelines: z.array(DueRuns),
});
export type RetentionView = z.infer<typeof RetentionView>;

export const Forecast = RetentionView.pick({ due: true, pipelines: true });
export const Policy = RetentionView.omit({ due: true, pipelines: true });

export const RunId = z.object({ run_id: z.string() });
export const DagRef = z.object({ dag_id: z.string() });
/** Exactly this pipeline, and not one that is made under its name later. */
export const DagMade = DagRef.extend({ made_at: z.string() });
export type DagMade = z.infer<typeof DagMade>;

/** What a deletion of a run or a pipeline would take along. `refused`: why it is not possible now. */
export const DeletionPreview = Removed.extend({
  backfills: z.number().int(),
  versions: z.number().int(),
  refused: z.enum(["running", "file", "pinned"]).nullable(),
});
export type DeletionPreview = z.infer<typeof DeletionPreview>;

export const PinReply = z.object({ pinned_at: z.string().nullable(), pinned_by: z.string().nullable() });
