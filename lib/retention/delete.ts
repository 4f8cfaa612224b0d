import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { removeSoon } from "@/lib/platform/storage/removal";
import { hotWrite, read } from "@/lib/verbs";
import { removeRuns } from "./remove-runs";
import * as repository from "./repository";
import { type DeletionPreview, RunId } from "./schema";

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

async function existingRun(sql: Sql, runId: string, lock: "" | "FOR UPDATE OF r") {
  const run = await repository.runState(sql, runId, lock);
  if (!run) throw new NotFoundError("run", runId);
  return run;
}
