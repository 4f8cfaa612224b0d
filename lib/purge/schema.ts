import * as z from "zod";

export const ExperimentPurgeRef = z.object({ experiment_id: z.string().max(300) });
export const RunPurgeBody = z.strictObject({ run_ids: z.array(z.string().max(300)).min(1).max(500) });

/** A version of a registered model whose files lie with what would go. */
const NeededVersion = z.object({
  name: z.string(),
  version: z.number().int(),
  stage: z.string(),
  aliases: z.array(z.string()),
});

/** What would go for good. `refused`: why it cannot go now. */
export const PurgePreview = z.object({
  runs: z.number().int(),
  points: z.number().int(),
  /** There are more points than were counted. */
  points_more: z.boolean(),
  logged_models: z.number().int(),
  datasets: z.number().int(),
  files: z.number().int(),
  bytes: z.number(),
  /** There are more files than were counted. */
  files_more: z.boolean(),
  /** At most a hundred of those that need files of it. */
  versions: z.array(NeededVersion),
  versions_count: z.number().int(),
  refused: z.enum(["not_deleted", "default", "versions"]).nullable(),
});
export type PurgePreview = z.infer<typeof PurgePreview>;

/** What is gone so far. */
export const Purged = z.object({
  runs: z.number().int(),
  points: z.number().int(),
  logged_models: z.number().int(),
});
export type Purged = z.infer<typeof Purged>;
export const NOTHING_PURGED: Purged = { runs: 0, points: 0, logged_models: 0 };

/** What a row of the queue holds. */
export const ExperimentPurge = ExperimentPurgeRef.extend({ name: z.string() });
export const RunsPurge = z.object({ run_ids: z.array(z.string()) });
