import { defineLongJob, enqueueLongJob } from "@/lib/long-jobs";
import { deleteDagRow, stopDag } from "@/lib/pipelines";
import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { removeSoon } from "@/lib/platform/storage/removal";
import { unpinRuns } from "@/lib/runs";
import { hotWrite, read } from "@/lib/verbs";
import { removeRuns, TASKS_AT_ONCE } from "./remove-runs";
import * as repository from "./repository";
import { DagMade, DagRef, type DeletionPreview, NOTHING_REMOVED, Removed, sumRemoved } from "./schema";

/** What goes with a pipeline, and why it cannot go now. */
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
 * The pipeline with all its versions, backfills and runs, the pinned ones too. Runs go in batches of a transaction each; if
 * this is cut short, the pipeline stays paused with the runs that are left, and another attempt goes on. A token that may
 * save pipelines only must not take the history of their runs along.
 */
export const pipelineDeletion = defineLongJob({
  name: "delete-pipeline",
  input: DagMade,
  checkpoint: Removed,
  permissions: ["pipelines:write", "runs:write"],
  subject: ({ dag_id }) => dag_id,
  exclusive: ({ dag_id }) => dag_id,
  async run({ ctx, input, checkpoint, progress, signal }) {
    let removed = checkpoint ?? NOTHING_REMOVED;
    const left = await repository.weighDag(poolSql(ctx.db.pool), input.dag_id);
    const total = removed.runs + left.runs;
    for (;;) {
      progress({ done: removed.runs, total, unit: "runs" }, removed);
      signal.throwIfAborted();
      const batch = await deleteBatch(ctx, input);
      if (batch.runs === 0) break;
      removed = sumRemoved(removed, batch);
    }
    await endDeletion(ctx, input);
    removeSoon(ctx);
    return removed;
  },
});

/**
 * Pauses the pipeline and queues its deletion. Audited whole, before the first row goes. Refused (CONFLICT) while a run or a
 * backfill is active, and while its file is in the pipelines folder.
 */
export const deletePipeline = hotWrite(
  "pipelines:write",
  DagRef,
  async ({ input, audit, unchanged, ...rest }) => {
    const { sql } = rest;
    const dag = await existingDag(sql, input.dag_id, "FOR UPDATE");
    refuse(dag);
    const started = await enqueueLongJob(pipelineDeletion, rest, { ...input, made_at: dag.madeAt });
    if (!started.created) return unchanged(started);
    const weight = await repository.weighDag(sql, input.dag_id);
    await stopDag(sql, input.dag_id);
    rest.event({ topic: "pipeline", id: input.dag_id, dag_id: input.dag_id });
    const detail = { ...weight, long_job: started.id };
    return audit("dag.delete", { target: { type: "dag", id: input.dag_id }, detail }, started);
  },
);

const deleteBatch = hotWrite("pipelines:write", DagMade, async ({ sql, input, unchanged }) => {
  // Not locked: a batch takes its time, and a start of a run would wait for it.
  if (!(await sameDag(sql, input, ""))) return unchanged(NOTHING_REMOVED);
  const ids = await repository.endedRunsOf(sql, input.dag_id, TASKS_AT_ONCE);
  await unpinRuns(sql, ids);
  return unchanged(await removeRuns(sql, ids));
});

const endDeletion = hotWrite("pipelines:write", DagMade, async ({ sql, input, unchanged, event }) => {
  const dag = await sameDag(sql, input, "FOR UPDATE");
  if (!dag) return unchanged(undefined);
  refuse(dag);
  await deleteDagRow(sql, input.dag_id);
  event({ topic: "pipeline", id: input.dag_id, dag_id: input.dag_id });
  return unchanged(undefined);
});

/**
 * Null when the pipeline that was to go is gone: an earlier attempt ended it and died before it could say so. One that was
 * made under its name since is another.
 */
async function sameDag(
  sql: Sql,
  { dag_id, made_at }: DagMade,
  lock: "" | "FOR UPDATE",
): Promise<repository.DagState | null> {
  const dag = await repository.dagState(sql, dag_id, lock);
  return dag?.madeAt === made_at ? dag : null;
}

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

async function existingDag(sql: Sql, dagId: string, lock: "" | "FOR UPDATE") {
  const dag = await repository.dagState(sql, dagId, lock);
  if (!dag) throw new NotFoundError("pipeline", dagId);
  return dag;
}
