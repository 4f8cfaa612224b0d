import { poolSql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { trainingRuns, versionsOfRuns } from "./repository";
import { TrainingSetUserQuery, type TrainingSetUsers } from "./schema";

/** Runs of all training sets together that are told. */
const MOST_RUNS = 1_000;

/**
 * Which training runs read a training set, as far as they say so: by the source of a dataset that they logged. Other permissions
 * stay what they are.
 */
export const listTrainingSetUsers = read(
  "features:read",
  TrainingSetUserQuery,
  async (ctx, { training_set }): Promise<TrainingSetUsers> => {
    const may = (permission: "experiments:read" | "models:read") => ctx.actor.permissions.has(permission);
    if (!may("experiments:read")) return { data: [] };
    const sql = poolSql(ctx.db.pool);
    const runs = await trainingRuns(sql, { trainingSet: training_set ?? null, limit: MOST_RUNS });
    const versions = may("models:read")
      ? await versionsOfRuns(sql, [...new Set(runs.map(({ runId }) => runId))])
      : [];
    return {
      data: runs.map(({ trainingSet, runId, experimentId, name }) => ({
        training_set: trainingSet,
        run: { id: runId.replaceAll("-", ""), experiment_id: experimentId, name },
        versions: versions
          .filter((one) => one.runId === runId)
          .map(({ model, version }) => ({ model, version })),
      })),
    };
  },
);
