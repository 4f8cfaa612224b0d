import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import { refuseWithout, storedActor } from "./actor";
import { nudge } from "./enqueue";
import * as rows from "./repository/rows";
import { LongJobQuery, LongJobRef, type LongJobView } from "./schema";

/** Long work of the product, the newest first. */
export const listLongJobs = read("queues:read", LongJobQuery, async (ctx, { state, cursor, limit }) => {
  const [before = null] = cursor ? decodeCursor(cursor) : [];
  const found = await rows.page(poolSql(ctx.db.pool), {
    state: state ?? null,
    before: before === null ? null : String(before),
    limit: limit + 1,
  });
  return toPage(found, limit, ({ id }) => [id], viewOf);
});

export const getLongJob = read("queues:read", LongJobRef, async (ctx, { id }) =>
  viewOf(await existing(poolSql(ctx.db.pool), id)),
);

/** One that waits ends at once; one that runs is asked to stop, and ends when it has. Asking again changes nothing. */
export const cancelLongJob = hotWrite(
  "queues:read",
  LongJobRef,
  async ({ sql, ctx, input: { id }, audit, unchanged, event, afterCommit }) => {
    const row = await existing(sql, id, "FOR UPDATE");
    refuseWithout(ctx, row.permissions);
    if (isOver(row))
      throw new ConflictError(
        `It has ended already (${row.state}).`,
        because("long_job_over", { state: row.state }),
      );
    if (row.isCancelling) return unchanged(viewOf(row));
    await rows.cancel(sql, id);
    event({ topic: "long_job", id });
    afterCommit(() => nudge(ctx.redis));
    return audit("long_job.cancel", targetOf(row), viewOf(await existing(sql, id)));
  },
);

/** Runs one that failed or was cancelled again, from where it stopped, on behalf of who asks now. */
export const retryLongJob = hotWrite(
  "queues:read",
  LongJobRef,
  async ({ sql, ctx, input: { id }, audit, event, afterCommit }) => {
    const key = (await existing(sql, id)).exclusiveKey;
    if (key !== null) await rows.lockKey(sql, key);
    const row = await existing(sql, id, "FOR UPDATE");
    refuseWithout(ctx, row.permissions);
    if (row.state !== "failed" && row.state !== "cancelled")
      throw new ConflictError(
        `Only one that failed or was cancelled runs again; this one is ${row.state}.`,
        because("long_job_not_ended", { state: row.state }),
      );
    const other = key === null ? null : await rows.activeOfKey(sql, key);
    if (other !== null)
      throw new ConflictError(
        `${other} does the same at this moment.`,
        because("long_job_active", { id: other }),
      );
    await rows.queueAgain(sql, id, storedActor(ctx.actor));
    event({ topic: "long_job", id });
    afterCommit(() => nudge(ctx.redis));
    return audit("long_job.retry", targetOf(row), viewOf(await existing(sql, id)));
  },
);

const isOver = ({ state }: rows.Row) => state !== "queued" && state !== "running";

function targetOf({ id, kind, subject }: rows.Row) {
  return { target: { type: "long_job", id }, detail: { kind, subject } };
}

async function existing(sql: Sql, id: string, lock: "" | "FOR UPDATE" = ""): Promise<rows.Row> {
  const row = await rows.find(sql, id, lock);
  if (!row) throw new NotFoundError("long job", id);
  return row;
}

function viewOf(row: rows.Row): LongJobView {
  return {
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    state: row.state,
    is_cancelling: row.isCancelling,
    progress: row.progress,
    result: row.result,
    error: row.error,
    attempts: row.attempts,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
    next_at: row.nextAt?.toISOString() ?? null,
    permissions: row.permissions,
  };
}
