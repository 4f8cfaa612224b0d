import type pg from "pg";
import { poolTransaction, type Sql } from "@/lib/platform/db";
import { retrying } from "@/lib/platform/retrying";
import {
  type ClaimedAttempt,
  claimAttempts,
  finishAndRelease,
  type QueuedAttempt,
  type Released,
  type SpecCache,
  waitingForJudgement,
  writeStale,
} from "@/lib/tasks";
import { advance } from "./advance";
import { attemptRow, retryPolicyOf } from "./repository";
import { type LockedRun, lockRunOf } from "./repository/lock";
import { type Blame, jitterOf, nextRetry } from "./retry";
import type { AttemptErrorCode } from "./values";

export type FinishInput = {
  attemptId: string;
  workerId: string;
  outcome: "success" | "failed" | "skipped" | "cancelled";
  exitCode: number | null;
  signal: string | null;
  errorCode: AttemptErrorCode | null;
  errorDetail: string | null;
  result: unknown;
  usage: unknown;
  logLines: number;
  logBytes: number;
  /** The machine failed, not the task. Such tries do not use up the author's retries. */
  infra: boolean;
  /** The task asked for no retry. */
  noRetry?: boolean;
};
/** The worker that saves an end may claim a task that became ready, without the queue and without another commit. */
export type Taker = { workerId: string; leaseMs: number; queues: readonly string[]; specs: SpecCache };
export type FinishResult = {
  applied: boolean;
  /** Claimed for the taker in the same commit. */
  next: ClaimedAttempt | null;
  enqueue: QueuedAttempt[];
  runId: string | null;
  /** Other runs may go on: a full pool has a free slot, or one run less is active. */
  othersMayStart: boolean;
};
type Decision = {
  attemptState: string;
  taskState: string;
  retryInMs: number | null;
  lostTo: "infra" | "planned" | null;
};

/** Finishes an attempt by compare-and-set on the fencing token and moves its run on, in one transaction. */
export async function finishAttempt(pool: pg.Pool, input: FinishInput): Promise<FinishResult> {
  const [result] = await finishTogether(pool, [input]);
  return result ?? notApplied();
}

/**
 * The same for several attempts of one run under one lock and one commit, because a wide run ends many at once. The
 * queued attempts are divided among the results, and the taker claims at most one for each.
 */
export function finishTogether(
  pool: pg.Pool,
  inputs: readonly FinishInput[],
  taker: Taker | null = null,
): Promise<FinishResult[]> {
  return retrying(() => poolTransaction(pool, (sql) => finishIn(sql, inputs, { expiring: false, taker })));
}

/** Ends an attempt as lost when its lease has expired, unless its worker renewed it in the meantime. */
export async function expireAttempt(pool: pg.Pool, attemptId: string): Promise<FinishResult> {
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
  const [result] = await retrying(() =>
    poolTransaction(pool, (sql) => finishIn(sql, [lost], { expiring: true, taker: null })),
  );
  return result ?? notApplied();
}

const notApplied = (): FinishResult => ({
  applied: false,
  next: null,
  enqueue: [],
  runId: null,
  othersMayStart: false,
});

async function finishIn(
  sql: Sql,
  inputs: readonly FinishInput[],
  { expiring, taker }: { expiring: boolean; taker: Taker | null },
): Promise<FinishResult[]> {
  const run = await lockRunOf(sql, inputs[0]?.attemptId ?? "");
  if (!run) return inputs.map(notApplied);
  let released: Released[] = [];
  const applied = inputs.map(() => false);
  let [ended, poolWasFull, waitsAnew] = [0, false, false];
  for (const [at, input] of inLockOrder(inputs)) {
    const done = await finishOne(sql, run, input, expiring);
    if (!done) continue;
    applied[at] = true;
    released.push(...done.released);
    ended += Number(done.ended);
    poolWasFull ||= done.poolWasFull;
    waitsAnew ||= done.waitsAnew;
  }
  // A task that was cleared while it ran may have lost its upstream tasks in the meantime.
  if (waitsAnew) released = await waitingForJudgement(sql, run.id);
  const finished = applied.filter(Boolean).length;
  const { enqueue, closed } =
    finished > 0 ? await advance(sql, run, released, ended) : { enqueue: [], closed: false };
  // A run that queues as many slots as it freed leaves no room for others.
  const othersMayStart = closed || (poolWasFull && enqueue.length < finished);
  const taken = taker ? await takeOrLeave(sql, enqueue, finished, taker) : [];
  const takers = inputs.flatMap((_, at) => (applied[at] ? [at] : []));
  const ids = new Set(taken.map(({ attemptId }) => attemptId));
  const others = enqueue.filter(({ attemptId }) => !ids.has(attemptId));
  return inputs.map((_, at) => ({
    applied: applied[at] ?? false,
    next: taken[takers.indexOf(at)] ?? null,
    enqueue: others.filter((_next, place) => place % inputs.length === at),
    runId: run.id,
    othersMayStart: othersMayStart && at === 0,
  }));
}

/** Attempts are locked in the order of their ids everywhere. */
function inLockOrder(inputs: readonly FinishInput[]): [number, FinishInput][] {
  return [...inputs.entries()].sort(([, one], [, other]) => (one.attemptId < other.attemptId ? -1 : 1));
}

/** The ends are saved even when the claim fails; the queue delivers what was not claimed. */
async function takeOrLeave(
  sql: Sql,
  enqueue: readonly QueuedAttempt[],
  most: number,
  taker: Taker,
): Promise<ClaimedAttempt[]> {
  if (!enqueue.some(({ queue }) => taker.queues.includes(queue))) return [];
  await sql.hot("SAVEPOINT take");
  try {
    return await take(sql, enqueue, most, taker);
  } catch {
    await sql.hot("ROLLBACK TO SAVEPOINT take");
    return [];
  }
}

/** The most important ones that the taker serves, at most one for each end. */
function take(
  sql: Sql,
  enqueue: readonly QueuedAttempt[],
  most: number,
  { queues, specs, ...by }: Taker,
): Promise<ClaimedAttempt[]> | ClaimedAttempt[] {
  const mine = enqueue.filter(({ queue }) => queues.includes(queue)).slice(0, most);
  if (mine.length === 0) return [];
  return claimAttempts(sql, { ...by, attemptIds: mine.map(({ attemptId }) => attemptId) }, specs);
}

async function finishOne(sql: Sql, run: LockedRun, input: FinishInput, expiring: boolean) {
  const decision =
    input.outcome === "failed"
      ? await decideFailure(sql, run, input, expiring)
      : { attemptState: input.outcome, taskState: input.outcome, retryInMs: null, lostTo: null };
  const done = await finishAndRelease(sql, {
    ...input,
    ...decision,
    workerId: expiring ? null : input.workerId,
    avoidWorker: decision.retryInMs !== null && blameOf(input) === "infra",
    restartTo: run.reason === null ? "none" : "cancelled",
  });
  if (!done && !expiring) await keepStale(sql, input);
  return done;
}

/** The task is retried, has failed, or was killed on request. */
async function decideFailure(
  sql: Sql,
  run: LockedRun,
  input: FinishInput,
  expiring: boolean,
): Promise<Decision> {
  const attempt = await attemptRow(sql, input.attemptId);
  if (!attempt || attempt.killReason === "cancelled" || run.reason !== null) return endsAs("cancelled");
  if (attempt.killReason === "cleared")
    return { ...endsAs("cancelled"), attemptState: expiring ? "lost" : "cancelled" };
  if (input.noRetry) return endsAs("failed");
  const policy = await retryPolicyOf(sql, run.id, attempt.taskId);
  const jitter = jitterOf(attempt.taskInstanceId, attempt.tryNumber);
  const retry = nextRetry({ ...attempt, blame: blameOf(input), policy, jitter });
  return {
    attemptState: expiring ? "lost" : "failed",
    taskState: retry ? "up_for_retry" : "failed",
    retryInMs: retry?.delayMs ?? null,
    lostTo: retry && retry.as !== "task" ? retry.as : null,
  };
}

function endsAs(state: "cancelled" | "failed"): Decision {
  return { attemptState: state, taskState: state, retryInMs: null, lostTo: null };
}

function blameOf({ infra, errorCode }: FinishInput): Blame {
  if (!infra) return "task";
  return errorCode === "worker_stopped" ? "planned" : "infra";
}

/**
 * A finish that came after the fence had moved on is kept for people and not applied. A repeat of an applied one is not
 * kept.
 */
async function keepStale(sql: Sql, input: FinishInput): Promise<void> {
  const attempt = await attemptRow(sql, input.attemptId);
  const repeated = attempt?.attemptState === input.outcome && attempt.workerId === input.workerId;
  if (!attempt || repeated) return;
  const { outcome, exitCode, signal, errorCode, errorDetail, result } = input;
  await writeStale(sql, input.attemptId, { outcome, exitCode, signal, errorCode, errorDetail, result });
}
