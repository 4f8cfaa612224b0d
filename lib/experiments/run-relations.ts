import { poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { checkPath } from "./artifact-place";
import { findDatasets, findRelations, type RelatedRun } from "./repository/relations";
import type { RunDatasets, RunName, RunRelations } from "./run-page-schema";
import { RunRef } from "./schema";
import { isRunId } from "./values";
import { instantOf } from "./view-terms";

/** MLflow 2 lists the models that a run logged in this tag, the oldest first. */
const MODELS_TAG = "mlflow.log-model.history";

/** Its parent, its children, and the models that it logged or used; deleted runs too. */
export const readRunRelations = read(
  "experiments:read",
  RunRef,
  async (ctx, { run_id }): Promise<RunRelations> => {
    const found = isRunId(run_id) ? await findRelations(poolSql(ctx.db.pool), run_id, MODELS_TAG) : null;
    if (!found) throw new NotFoundError("run", run_id);
    return {
      parent: found.parent && nameOf(found.parent),
      children: found.children.map(nameOf),
      child_count: found.childCount,
      task: ctx.actor.permissions.has("runs:read") ? found.task : null,
      models: [
        ...found.models.map(({ id, name, status, direction }) => ({ id, name, path: "", status, direction })),
        ...foldersIn(found.modelHistory).map((path) => ({
          id: null,
          name: path,
          path,
          status: null,
          direction: "output" as const,
        })),
      ],
    };
  },
);

/** With the schema and profile that clients told of; texts of any length, of which the beginning comes. */
export const readRunDatasets = read(
  "experiments:read",
  RunRef,
  async (ctx, { run_id }): Promise<RunDatasets> => {
    const data = isRunId(run_id) ? await findDatasets(poolSql(ctx.db.pool), run_id) : null;
    if (!data) throw new NotFoundError("run", run_id);
    return { data };
  },
);

function nameOf({ startTime, ...run }: RelatedRun): RunName {
  return { ...run, started_at: instantOf(startTime) };
}

/** Each folder once, the newest first. A client may have written anything there. */
function foldersIn(history: string | null): string[] {
  try {
    const models: unknown = JSON.parse(history ?? "[]");
    if (!Array.isArray(models)) return [];
    const paths = models.flatMap((model: unknown) =>
      typeof model === "object" && model !== null && "artifact_path" in model
        ? [String(model.artifact_path)]
        : [],
    );
    return [...new Set(paths.reverse())].map(checkPath);
  } catch {
    return [];
  }
}
