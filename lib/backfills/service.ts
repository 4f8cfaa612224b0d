import * as z from "zod";
import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { because } from "@/lib/platform/reasons";
import { cancelQueuedOf, endRun, wake } from "@/lib/runs";
import { hotWrite, read } from "@/lib/verbs";
import {
  backfillRows,
  completeDone,
  dagOfBackfill,
  getDag,
  lockBackfill,
  runningRuns,
  writeState,
} from "./repository";
import { BackfillId, BackfillPage, BackfillQuery, BackfillView } from "./schema";

/** Newest first. */
export const listBackfills = read(
  "runs:read",
  BackfillQuery.extend({ dag_id: z.string() }),
  async (ctx, { dag_id, limit, cursor }) => {
    const sql = poolSql(ctx.db.pool);
    const { dagId } = await getDag(sql, dag_id, false);
    const before = cursor ? String(decodeCursor(cursor)[0]) : null;
    const rows = await backfillRows(sql, { dagId, id: null, before }, limit + 1);
    return BackfillPage.parse(
      plain(
        toPage(
          rows,
          limit,
          (row) => [String(row.id)],
          (row) => row,
        ),
      ),
    );
  },
);

export const getBackfill = read("runs:read", BackfillId, async (ctx, { id }) => {
  const [row] = await backfillRows(poolSql(ctx.db.pool), { dagId: null, id, before: null }, 1);
  if (!row) throw new NotFoundError("backfill", id);
  return BackfillView.parse(plain(row));
});

/** None of its runs starts after this commit; running ones continue. */
export const pauseBackfill = hotWrite(
  "runs:write",
  BackfillId,
  async ({ sql, input, audit, unchanged, event }) => {
    const before = await lockWithPipeline(sql, input.id);
    if (before.state === "paused") return unchanged(undefined);
    assertOpen(before.state);
    await writeState(sql, input.id, "paused");
    event({ topic: "backfill", id: input.id, dag_id: before.dagId });
    return audit("backfill.pause", { target: { type: "backfill", id: input.id } }, undefined);
  },
);

export const resumeBackfill = hotWrite(
  "runs:write",
  BackfillId,
  async ({ sql, ctx, input, audit, unchanged, afterCommit, event }) => {
    const before = await lockWithPipeline(sql, input.id);
    if (before.state === "running") return unchanged(undefined);
    assertOpen(before.state);
    await writeState(sql, input.id, "running");
    event({ topic: "backfill", id: input.id, dag_id: before.dagId });
    afterCommit(() => wake(ctx.redis));
    return audit("backfill.resume", { target: { type: "backfill", id: input.id } }, undefined);
  },
);

/** Cancels its queued and running runs; ended ones stay as they are. */
export const cancelBackfill = hotWrite(
  "runs:write",
  BackfillId,
  async ({ sql, ctx, input, audit, unchanged, event }) => {
    const before = await lockWithPipeline(sql, input.id);
    if (before.state === "cancelled") return unchanged(undefined);
    assertOpen(before.state);
    await writeState(sql, input.id, "cancelled");
    const waiting = await cancelQueuedOf(sql, input.id, ctx.actor.name);
    const running = await endRunning(sql, input.id, ctx.actor.name);
    event({ topic: "backfill", id: input.id, dag_id: before.dagId });
    return audit(
      "backfill.cancel",
      {
        target: { type: "backfill", id: input.id },
        before: { state: before.state },
        detail: { waiting, running },
      },
      undefined,
    );
  },
);

/** Locks the pipeline first, as every transaction that starts runs does, so none of it starts meanwhile. */
async function lockWithPipeline(sql: Sql, id: string): Promise<{ dagId: string; state: string }> {
  await getDag(sql, await dagOfBackfill(sql, id), true);
  return lockBackfill(sql, id);
}

/** For the scheduler: completes backfills with nothing left to run, except paused ones. */
export function completeBackfills(sql: Sql): Promise<string[]> {
  return completeDone(sql);
}

async function endRunning(sql: Sql, id: string, by: string): Promise<number> {
  const running = await runningRuns(sql, id);
  for (const runId of running) await endRun(sql, runId, "cancelled", by);
  return running.length;
}

function assertOpen(state: string): void {
  if (state === "completed" || state === "cancelled")
    throw new ConflictError(
      `This backfill is ${state}. Start another one for the rest.`,
      because("backfill_over", { state }),
    );
}

/** Dates become ISO text, as in JSON. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
