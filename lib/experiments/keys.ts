import { poolSql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { findKeys } from "./repository/keys";
import { isExperimentId } from "./values";
import { KeyInput } from "./view-schema";

/** Keys that runs of an experiment have logged, in alphabetical order; those of deleted runs too. */
export const listKeys = read("experiments:read", KeyInput, async (ctx, input) => {
  if (!isExperimentId(input.experiment_id)) return { data: [], has_more: false };
  const keys = await findKeys(poolSql(ctx.db.pool), {
    experimentId: input.experiment_id,
    kind: input.kind,
    part: input.search ?? "",
    limit: input.limit + 1,
  });
  return { data: keys.slice(0, input.limit), has_more: keys.length > input.limit };
});
