import * as z from "zod";
import { deleteEmptyBackfills } from "@/lib/backfills";
import { deleteUnusedVersions, expireBundles } from "@/lib/pipelines";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { deleteOldKeys } from "@/lib/platform/idempotency-repository";
import { deleteOldOutbox, deleteStoppedWorkers } from "@/lib/tasks";
import { deleteLongExpired } from "@/lib/team";
import { hotWrite } from "@/lib/verbs";
import { removeRuns, TASKS_AT_ONCE } from "./remove-runs";
import * as repository from "./repository";
import type { Removed, Round } from "./schema";

/**
 * Deletes what the policy allows: runs first, then rows that no run needs. Each batch of runs is a transaction with an
 * audit row, so an interrupted round has recorded what it deleted. Two rounds at once do no harm. Throws between two
 * batches once `signal` is aborted; the next round takes the rest.
 */
export async function retentionRound(ctx: Ctx, signal?: AbortSignal): Promise<Round> {
  const sql = poolSql(ctx.db.pool);
  const policy = await repository.readPolicy(sql);
  const runs = await expireRuns(ctx, policy, signal);
  const round: Round = {
    ...runs,
    backfills: await deleteEmptyBackfills(sql, policy.version_days),
    versions: await deleteUnusedVersions(sql, policy.version_days),
    bundles: await expireBundles(ctx, policy.version_days),
    workers: await deleteStoppedWorkers(sql, policy.worker_days),
    small_rows: await deleteSmallRows(sql),
  };
  await repository.writeRound(sql, round);
  return round;
}

/** Small rows: keys and outbox rows after a day; sessions, invites and reset links a month after they expired. */
async function deleteSmallRows(sql: Sql): Promise<number> {
  return (await deleteOldKeys(sql)) + (await deleteOldOutbox(sql)) + (await deleteLongExpired(sql));
}

async function expireRuns(ctx: Ctx, policy: repository.PolicyRow, signal?: AbortSignal): Promise<Removed> {
  const total: Removed = { runs: 0, tasks: 0, attempts: 0, artifacts: 0, bytes: 0 };
  for (;;) {
    const runIds = await repository.runsToGo(poolSql(ctx.db.pool), policy, TASKS_AT_ONCE);
    const { run_days, runs_per_pipeline } = policy;
    const removed = await expireBatch(ctx, { run_ids: runIds, because: { run_days, runs_per_pipeline } });
    total.runs += removed.runs;
    total.tasks += removed.tasks;
    total.attempts += removed.attempts;
    total.artifacts += removed.artifacts;
    total.bytes += removed.bytes;
    signal?.throwIfAborted();
    // Nothing is left, or the rest became active or pinned meanwhile; the next round looks again.
    if (removed.runs === 0) return total;
  }
}

const expireBatch = hotWrite(
  "settings:write",
  z.object({
    run_ids: z.array(z.string()),
    because: z.object({ run_days: z.number().nullable(), runs_per_pipeline: z.number().nullable() }),
  }),
  async ({ sql, input, audit, unchanged }) => {
    const removed = await removeRuns(sql, input.run_ids);
    if (removed.runs === 0) return unchanged(removed);
    return audit(
      "retention.expire",
      { target: { type: "retention", id: "policy" }, detail: { ...removed, ...input.because } },
      removed,
    );
  },
);
