import { forbidden } from "@/lib/audit";
import { deleteDagRow, stopDag } from "@/lib/pipelines";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { removeSoon } from "@/lib/platform/storage/removal";
import { unpinRuns } from "@/lib/runs";
import { hotWrite, read } from "@/lib/verbs";
import { removeRuns, TASKS_AT_ONCE } from "./remove-runs";
import * as repository from "./repository";
import { DagRef, type DeletionPreview, type Removed, RunId } from "./schema";

/** What a deletion of the run would take along, and why it is refused now. */
export const previewRunDeletion = read(
  "runs:read",
  RunId,
  async (ctx, { run_id }): Promise<DeletionPreview> => {
    const sql = poolSql(ctx.db.pool);
    const run = await existingRun(sql, run_id, "");
    const refused = run.isActive ? "running" : run.pinnedAt ? "pinned" : null;
    return { ...(await repository.weigh(sql, [run_id])), backfills: 0, versions: 0, refused };
  },
);

/** Deletes a run with its tasks, attempts, logs and artifacts. Refused (CONFLICT) while it is active or pinned. */
export const deleteRun = hotWrite("runs:write", RunId, async ({ sql, ctx, input, audit, afterCommit }) => {
  const run = await existingRun(sql, input.run_id, "FOR UPDATE OF r");
  if (run.isActive)
    throw new ConflictError(
      "The run has not ended, or belongs to a backfill that goes on. Cancel it first.",
      because("run_active"),
    );
  if (run.pinnedAt) throw new ConflictError("The run is pinned. Unpin it first.", because("run_pinned"));
  const removed = await removeRuns(sql, [run.id]);
  afterCommit(() => removeSoon(ctx));
  return audit(
    "run.delete",
    {
      target: { type: "run", id: run.id },
      before: { dag_id: run.dagId, run_key: run.runKey },
      detail: removed,
    },
    removed,
  );
});

/** What a deletion of the pipeline would take along, and why it is refused now. */
export const previewPipelineDeletion = read(
  "pipelines:read",
  DagRef,
  async (ctx, { dag_id }): Promise<DeletionPreview> => {
    const sql = poolSql(ctx.db.pool);
    const dag = await existingDag(sql, dag_id, "");
    const refused = dag.hasFile ? "file" : dag.active > 0 ? "running" : null;
    const { backfills, versions } = dag;
    return { ...(await repository.weighDag(sql, dag_id)), backfills, versions, refused };
  },
);

/**
 * Deletes a pipeline with all its versions, backfills and runs, also pinned ones. Refused (CONFLICT) while a run or a
 * backfill is active, and while its file is in the pipelines folder. Each batch of runs is a transaction. After an
 * interruption the pipeline is paused with the remaining runs, and a second call continues.
 */
export async function deletePipeline(ctx: Ctx, input: { dag_id: string }): Promise<Removed> {
  const removed = await beginDeletion(ctx, input);
  for (;;) {
    const { runs } = await deleteBatch(ctx, input);
    if (runs === 0) break;
  }
  await endDeletion(ctx, input);
  removeSoon(ctx);
  return removed;
}

/** One audit row for the whole deletion, before the first row is deleted. */
const beginDeletion = hotWrite("pipelines:write", DagRef, async ({ sql, ctx, input, audit, event }) => {
  // A token that may save pipelines only must not take the history of their runs along.
  if (!ctx.actor.permissions.has("runs:write")) throw forbidden(ctx.actor, "runs:write");
  refuse(await existingDag(sql, input.dag_id, "FOR UPDATE"));
  const weight = await repository.weighDag(sql, input.dag_id);
  await stopDag(sql, input.dag_id);
  event({ topic: "pipeline", id: input.dag_id, dag_id: input.dag_id });
  return audit("dag.delete", { target: { type: "dag", id: input.dag_id }, detail: weight }, weight);
});

const deleteBatch = hotWrite("pipelines:write", DagRef, async ({ sql, input, unchanged }) => {
  const ids = await repository.endedRunsOf(sql, input.dag_id, TASKS_AT_ONCE);
  await unpinRuns(sql, ids);
  return unchanged(await removeRuns(sql, ids));
});

const endDeletion = hotWrite("pipelines:write", DagRef, async ({ sql, input, unchanged, event }) => {
  refuse(await existingDag(sql, input.dag_id, "FOR UPDATE"));
  await deleteDagRow(sql, input.dag_id);
  event({ topic: "pipeline", id: input.dag_id, dag_id: input.dag_id });
  return unchanged(undefined);
});

function refuse(dag: repository.DagState): void {
  if (dag.hasFile)
    throw new ConflictError(
      "The pipeline's file is in the pipelines folder and would load it again. Remove the file first.",
      because("pipeline_has_file"),
    );
  if (dag.active > 0)
    throw new ConflictError(
      `${dag.active} runs or backfills of the pipeline are active. Cancel them, or wait for their end.`,
      because("pipeline_active", { count: dag.active }),
    );
}

async function existingRun(sql: Sql, runId: string, lock: "" | "FOR UPDATE OF r") {
  const run = await repository.runState(sql, runId, lock);
  if (!run) throw new NotFoundError("run", runId);
  return run;
}

async function existingDag(sql: Sql, dagId: string, lock: "" | "FOR UPDATE") {
  const dag = await repository.dagState(sql, dagId, lock);
  if (!dag) throw new NotFoundError("pipeline", dagId);
  return dag;
}
