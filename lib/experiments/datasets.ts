import { poolSql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { findDatasets } from "./repository/inputs";
import { DatasetsInput } from "./schema";
import { isExperimentId } from "./values";

const MOST_DATASETS = 1_000;

/** What data the active runs of some experiments read, once for each context in which they did. */
export const listDatasets = read("experiments:read", DatasetsInput, async (ctx, { experiment_ids }) =>
  findDatasets(poolSql(ctx.db.pool), [...new Set(experiment_ids.filter(isExperimentId))], MOST_DATASETS),
);
