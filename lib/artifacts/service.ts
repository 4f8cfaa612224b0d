import { poolSql, type Sql, txSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { cursorInstant, decodeCursor, toPage } from "@/lib/platform/pagination";
import { removeLater, removeSoon } from "@/lib/platform/storage/removal";
import { read, write } from "@/lib/verbs";
import { readHead } from "./head/read-head";
import {
  type ArtifactRow,
  artifactRows,
  deleteArtifactRow,
  findArtifact,
  findNeighbour,
  runArtifactRows,
  runExists,
} from "./repository";
import {
  ArtifactHeadInput,
  ArtifactId,
  type ArtifactNeighbours,
  ArtifactQuery,
  RunArtifactInput,
} from "./schema";
import { namedViews, viewOf } from "./view";

/** Of all pipelines; those of the newest run first. */
export const listArtifacts = read(
  "artifacts:read",
  ArtifactQuery,
  async (ctx, { limit, cursor, ...filter }) => {
    const [runId, createdAt, id] = cursor ? decodeCursor(cursor) : [];
    const after =
      runId && createdAt && id
        ? { runId: String(runId), createdAt: cursorInstant(createdAt), id: String(id) }
        : null;
    const sql = poolSql(ctx.db.pool);
    const rows = await artifactRows(sql, filter, { after, limit: limit + 1 });
    const view = await namedViews(sql, rows);
    return toPage(rows, limit, (row) => [row.runId, row.createdAt.toISOString(), row.id], view);
  },
);

/** The artifacts of a run, by task and path. */
export const listRunArtifacts = read("artifacts:read", RunArtifactInput, async (ctx, input) => {
  const sql = poolSql(ctx.db.pool);
  if (!(await runExists(sql, input.run_id))) throw new NotFoundError("run", input.run_id);
  const after = input.cursor
    ? decodeCursor(input.cursor).map((value) => (value === null ? null : String(value)))
    : null;
  const everyAttempt = input.attempts === "all";
  const rows = await runArtifactRows(sql, input.run_id, { everyAttempt, after, limit: input.limit + 1 });
  return toPage(rows, input.limit, (row) => [row.taskId, row.path, row.id], await namedViews(sql, rows));
});

export const getArtifact = read("artifacts:read", ArtifactId, async (ctx, input) => {
  const sql = poolSql(ctx.db.pool);
  const found = await existing(sql, input.artifact_id);
  return (await namedViews(sql, [found]))(found);
});

/** What one would look at before and after it: the report of the day before, and of the next. */
export const getArtifactNeighbours = read(
  "artifacts:read",
  ArtifactId,
  async (ctx, input): Promise<ArtifactNeighbours> => {
    const sql = poolSql(ctx.db.pool);
    const found = await existing(sql, input.artifact_id);
    const previous = await findNeighbour(sql, found, "previous");
    const next = await findNeighbour(sql, found, "next");
    const view = await namedViews(
      sql,
      [previous, next].filter((row) => row !== null),
    );
    return { previous: previous && view(previous), next: next && view(next) };
  },
);

async function existing(sql: Sql, id: string): Promise<ArtifactRow> {
  const found = await findArtifact(sql, id);
  if (!found) throw new NotFoundError("artifact", id);
  return found;
}

export const readArtifactHead = read("artifacts:read", ArtifactHeadInput, async (ctx, input) => {
  const { id, key, path } = await existing(poolSql(ctx.db.pool), input.artifact_id);
  return readHead(
    ctx.storage,
    { key, path, downloadUrl: `/data/downloads/artifacts/${encodeURIComponent(id)}` },
    input.as,
  );
});

/**
 * Deletes the row and notes its object for removal in one audited transaction. The object is removed right after it, or
 * when the bucket is back.
 */
export const deleteArtifact = write(
  "artifacts:write",
  ArtifactId,
  async ({ tx, ctx, input, audit, afterCommit, event }) => {
    const gone = await deleteArtifactRow(txSql(tx), input.artifact_id);
    if (!gone) throw new NotFoundError("artifact", input.artifact_id);
    await removeLater(txSql(tx), [{ key: gone.key, isPrefix: false }]);
    afterCommit(() => removeSoon(ctx));
    const { dagId, runId, taskId, attemptId } = gone;
    event({
      ...{ topic: "artifact", id: gone.id, dag_id: dagId, run_id: runId },
      ...{ task_id: taskId, attempt_id: attemptId },
    });
    return audit(
      "artifact.delete",
      { target: { type: "artifact", id: gone.id }, before: viewOf(gone) },
      undefined,
    );
  },
);
