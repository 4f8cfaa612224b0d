import * as z from "zod";

const MOST_DAYS = 36_500;
const Days = z.number().int().min(1).max(MOST_DAYS);

export const PolicyInput = z.strictObject({
  /** Ended runs older than this many days go; null: age takes no run. */
  run_days: Days.nullable(),
  /** At most this many ended runs of each pipeline stay; null: no limit. */
  runs_per_pipeline: z.number().int().min(1).max(1_000_000).nullable(),
  /** Days after which a version that is not the newest and that no run uses goes, and code that no version uses. */
  version_days: Days,
  /** Days after which a worker that has stopped is forgotten. */
  worker_days: Days,
});
export type PolicyInput = z.infer<typeof PolicyInput>;

/** What a deletion or a round takes away. Bytes are those of logs and artifacts. */
export const Removed = z.object({
  runs: z.number().int(),
  tasks: z.number().int(),
  attempts: z.number().int(),
  artifacts: z.number().int(),
  bytes: z.number(),
});
export type Removed = z.infer<typeof Removed>;

export const Round = Removed.extend({
  backfills: z.number().int(),
  versions: z.number().int(),
  bundles: z.number().int(),
  workers: z.number().int(),
  /** Outbox rows, idempotency keys, ended sessions and invites: small rows that nothing reads any more. */
  small_rows: z.number().int(),
});
export type Round = z.infer<typeof Round>;

/** Of a pipeline whose runs are due within 30 days. */
export const DueRuns = z.object({
  dag_id: z.string(),
  ended_runs: z.number().int(),
  pinned_runs: z.number().int(),
  /** Runs that the next round takes. */
  now: z.number().int(),
  in_7_days: z.number().int(),
  in_30_days: z.number().int(),
  /** When the oldest of the runs that stay is due; null: under the limits of today it is not. */
  next_at: z.string().nullable(),
});
export type DueRuns = z.infer<typeof DueRuns>;

export const RetentionView = PolicyInput.extend({
  version: z.number().int(),
  last_round_at: z.string().nullable(),
  last_round: Round.nullable(),
  next_round_at: z.string().nullable(),
  /** What the next round takes of everything but runs. */
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

/** What hangs on a run or a pipeline, before it is deleted. `refused`: why it cannot be deleted now. */
export const DeletionPreview = Removed.extend({
  backfills: z.number().int(),
  versions: z.number().int(),
  refused: z.enum(["running", "file", "pinned"]).nullable(),
});
export type DeletionPreview = z.infer<typeof DeletionPreview>;

export const PinReply = z.object({ pinned_at: z.string().nullable(), pinned_by: z.string().nullable() });
