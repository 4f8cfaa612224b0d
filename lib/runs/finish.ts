import type pg from "pg";
import { poolTransaction, type Sql } from "@/lib/platform/db";
import type { QueuedAttempt } from "@/lib/tasks";
import { advance } from "./advance";
import {
  type AttemptRow,
  attemptRow,
  type LockedRun,
  lockRun,
  retryPolicyOf,
  writeFinish,
  writeStale,
} from "./repository";
import { type RetryPolicy, retryDelayMs } from "./retry";

export type FinishInput = {
  attemptId: string;
  workerId: string;
  outcome: "success" | "failed" | "skipped" | "cancelled";
  exitCode: number | null;
  signal: string | null;
  errorCode: string | null;
  errorDetail: string | null;
  result: unknown;
  usage: unknown;
  logLines: number;
  logBytes: number;
  /** The machine failed, not the task: retried apart from the author's retries. */
  infra: boolean;
};
export type FinishResult = { applied: boolean; enqueue: QueuedAttempt[]; runId: string | null };

/** Compare-and-set on the fencing token, then the run moves on, all in one transaction. */
export function finishAttempt(pool: pg.Pool, input: FinishInput): Promise<FinishResult> {
  return retrying(() => poolTransaction(pool, (sql) => finishIn(sql, input, false)));
}

/** A lease has run out: the attempt counts as lost, unless its worker came back in the meantime. */
export function expireAttempt(pool: pg.Pool, attemptId: string): Promise<FinishResult> {
  const lost: FinishInput = {
    attemptId,
    workerId: "",
    outcome: "failed",
    exitCode: null,
    signal: null,
    errorCode: "lease_lost",
    errorDetail: "The worker stopped renewing its lease; it died, froze or lost its connection.",
    result: null,
    usage: null,
    logLines: 0,
    logBytes: 0,
    infra: true,
  };
  return retrying(() => poolTransaction(pool, (sql) => finishIn(sql, lost, true)));
}

async function finishIn(sql: Sql, input: FinishInput, expiring: boolean): Promise<FinishResult> {
  const seen = await attemptRow(sql, input.attemptId);
  if (!seen) return { applied: false, enqueue: [], runId: null };
  const run = await lockRun(sql, seen.runId);
  // Read again under the lock: what was seen before it may be old.
  const attempt = await attemptRow(sql, input.attemptId);
  const refused: FinishResult = { applied: false, enqueue: [], runId: seen.runId };
  if (!run || !attempt) return refused;
  const owned = attempt.isCurrent && attempt.attemptState === "running";
  if (expiring && !(owned && attempt.isExpired)) return refused;
  if (!expiring && !(owned && attempt.workerId === input.workerId)) {
    if (attempt.attemptState !== input.outcome) {
      const { outcome, exitCode, signal, errorCode, errorDetail, result } = input;
      await writeStale(sql, input.attemptId, { outcome, exitCode, signal, errorCode, errorDetail, result });
    }
    return refused;
  }
  return { applied: true, enqueue: await apply(sql, run, attempt, input, expiring), runId: run.id };
}

async function apply(sql: Sql, run: LockedRun, attempt: AttemptRow, input: FinishInput, expiring: boolean) {
  const stopped = attempt.killReason === "cancelled" || run.reason !== null;
  const outcome = input.outcome === "failed" && stopped ? "cancelled" : input.outcome;
  const delay =
    outcome === "failed"
      ? retryDelayMs({
          ...attempt,
          infra: input.infra,
          policy: (await retryPolicyOf(sql, run.id, attempt.taskId)) as RetryPolicy,
          seed: attempt.taskInstanceId,
        })
      : null;
  const state = delay === null ? outcome : "up_for_retry";
  await writeFinish(
    sql,
    { ...input, attemptState: expiring && outcome === "failed" ? "lost" : outcome },
    { id: attempt.taskInstanceId, state, retryInMs: delay, infra: input.infra && delay !== null },
  );
  if (delay !== null) return advance(sql, run, { count: 0, downstream: [] });
  return advance(sql, run, { count: 1, downstream: attempt.downstream });
}

/** Deadlocks and serialisation failures are Postgres asking for another try. */
export async function retrying<T>(work: () => Promise<T>, tries = 5): Promise<T> {
  for (let left = tries; ; left--) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (left <= 1 || (code !== "40P01" && code !== "40001")) throw error;
    }
  }
}
