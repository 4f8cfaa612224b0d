import type pg from "pg";
import { poolTransaction, type Sql } from "@/lib/platform/db";
import type { QueuedAttempt } from "@/lib/tasks";
import { advance } from "./advance";
import { attemptRow, retryPolicyOf, writeStale } from "./repository";
import { finishAndRelease, type LockedRun, lockRunOf } from "./repository/transitions";
import { retryDelayMs } from "./retry";

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
export type FinishResult = {
  applied: boolean;
  enqueue: QueuedAttempt[];
  runId: string | null;
  /** Somebody outside this run may go on now: a slot of a full pool is free, or a run less is active. */
  othersMayStart: boolean;
};
type Decision = { attemptState: string; taskState: string; retryInMs: number | null };

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
  const run = await lockRunOf(sql, input.attemptId);
  const refused = { applied: false, enqueue: [], runId: run?.id ?? null, othersMayStart: false };
  if (!run) return refused;
  const decision =
    input.outcome === "failed"
      ? await decideFailure(sql, run, input, expiring)
      : { attemptState: input.outcome, taskState: input.outcome, retryInMs: null };
  const done = await finishAndRelease(sql, {
    ...input,
    ...decision,
    workerId: expiring ? null : input.workerId,
    infra: input.infra && decision.retryInMs !== null,
  });
  if (!done) {
    if (!expiring) await keepStale(sql, input);
    return refused;
  }
  const { enqueue, closed } = await advance(sql, run, done.released, decision.retryInMs === null ? 1 : 0);
  return { applied: true, enqueue, runId: run.id, othersMayStart: closed || done.poolWasFull };
}

/** Retried, failed for good, or ended because somebody wanted it gone. */
async function decideFailure(
  sql: Sql,
  run: LockedRun,
  input: FinishInput,
  expiring: boolean,
): Promise<Decision> {
  const attempt = await attemptRow(sql, input.attemptId);
  if (!attempt || attempt.killReason === "cancelled" || run.reason !== null)
    return { attemptState: "cancelled", taskState: "cancelled", retryInMs: null };
  const policy = await retryPolicyOf(sql, run.id, attempt.taskId);
  const retryInMs = retryDelayMs({ ...attempt, infra: input.infra, policy, seed: attempt.taskInstanceId });
  return {
    attemptState: expiring ? "lost" : "failed",
    taskState: retryInMs === null ? "failed" : "up_for_retry",
    retryInMs,
  };
}

/** A finish that came after the fence had moved on is kept for people and never applied; a repeat of the same is not news. */
async function keepStale(sql: Sql, input: FinishInput): Promise<void> {
  const attempt = await attemptRow(sql, input.attemptId);
  const repeated = attempt?.attemptState === input.outcome && attempt.workerId === input.workerId;
  if (!attempt || repeated) return;
  const { outcome, exitCode, signal, errorCode, errorDetail, result } = input;
  await writeStale(sql, input.attemptId, { outcome, exitCode, signal, errorCode, errorDetail, result });
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
