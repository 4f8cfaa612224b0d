import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { nudgeReaders } from "@/lib/events";
import { createTaskIndexer } from "@/lib/log-sources";
import { createPacker, type KeptChunk } from "@/lib/logs";
import { taskMetrics } from "@/lib/metrics";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { runAt } from "@/lib/platform/long-timer";
import { wake } from "@/lib/runs";
import {
  type ClaimedAttempt,
  claimAttempt,
  consumeAttempts,
  createSpecCache,
  createTaskQueue,
  type Handled,
  heartbeat,
  isLeftToOthers,
  LEASE_MS,
  LEASE_RENEW_MS,
  registerWorker,
  relayAttempts,
  stopWorker,
  type WorkerInfo,
  type WorkerOrder,
} from "@/lib/tasks";
import { type AttemptOptions, runAttempt } from "./attempt";
import { afterFailure, FIT, isResting } from "./fitness";
import { createGate } from "./gate";
import { enduresLeaseLoss, keepLeases } from "./lease-keeper";
import { keepInTouch } from "./orders";
import { createOutcomes } from "./outcomes";
import { LEASE_LOST } from "./process";
import { createBoxes } from "./sandbox/box";
import { gapsOf, type IsolationOptions, settleIsolation } from "./sandbox/isolation";
import { createLimitWatch, type Limits } from "./sandbox/limits";
import { chunkName, shipLeft } from "./ship";
import { createSpool } from "./spool";
import { createTails } from "./tails";
import { type AttemptOutcome, WORKER_STOPPED } from "./verdict";

export type WorkerOptions = Omit<
  AttemptOptions,
  "signal" | "boxes" | "limits" | "memoryMb" | "storeChunk" | "keepChunk"
> & {
  redisUrl: string;
  worker: WorkerInfo;
  taskLimits: Limits;
  isolation: Pick<IsolationOptions, "demanded" | "most" | "firstUid" | "mounts"> & {
    ports: readonly number[];
  };
  /** Shorter in tests. */
  leaseMs?: number;
  /** A person asked for its end. */
  onStop?: () => void;
};

/** Last chunks of logs that are stored at once, at most 256 KB each. */
const MOST_TAILS = 64;
/** After its tasks ended, a stopping worker waits this long for the database to save their outcomes. */
const SAVE_PATIENCE_MS = 10_000;

export type TaskWorker = {
  /** False while it takes no tasks, because it could not prepare several in a row. */
  isFit(): boolean;
  /** False while a person has told it to rest. */
  takes(): boolean;
  drain(patienceMs: number): Promise<void>;
};

/** Takes attempts from the queues and runs them, until `drain`. */
export async function startTaskWorker(deps: Deps, options: WorkerOptions): Promise<TaskWorker> {
  const { worker, leaseMs = LEASE_MS } = options;
  const { home, root, programs, taskLimits } = options;
  await mkdir(home, { recursive: true, mode: 0o711 });
  const sdk = join(root, "lib", "sdk", "python", "gwanje.py");
  const isolation = settleIsolation({
    ...options.isolation,
    needs: [join(root, "node_modules"), sdk, programs],
    hidden: [root, home],
    passes: [home],
    workerId: worker.id,
    limits: taskLimits,
  });
  const sql = poolSql(deps.db.pool);
  const queue = createTaskQueue(options.redisUrl);
  const gate = createGate(worker.concurrency, () => follow());
  const specs = createSpecCache();
  const running = new Map<string, AbortController>();
  const enduring = new Set<string>();
  const tails = createTails(MOST_TAILS);
  let fitness = FIT;
  let draining = false;
  /** What a person wants of it: it takes no more tasks for now, or ends after those that it has. */
  let wanted: WorkerOrder = "work";
  /** The drain's time is over: attempts that were claimed in the last moment are ended too. */
  let ending = false;
  const boxes = await createBoxes(
    {
      workerId: worker.id,
      dataUrl: options.dataUrl,
      ports: options.isolation.ports,
      isolation,
      limits: taskLimits,
      programs,
    },
    deps.log,
  );
  deps.log.info(
    { isolation: isolation.level, why: isolation.why, shared_network: boxes.sharedNetwork },
    "tasks are kept apart",
  );
  const chunks = createSpool(join(home, "spool", "logs"));
  const packer = createPacker({ ...deps, sql });
  const indexer = createTaskIndexer(deps);
  const attemptOptions = {
    ...options,
    async storeChunk(chunk: KeptChunk, isLast: boolean) {
      await packer.store(chunk, isLast);
      indexer.add(chunk);
    },
    keepChunk: (chunk: KeptChunk) => chunks.keep(chunkName(chunk), chunk),
    memoryMb: taskLimits.memoryMb,
    boxes,
    limits: createLimitWatch(taskLimits),
  };
  const leaving = new AbortController();
  const outcomeSpool = createSpool(join(home, "spool", "outcomes"));
  const outcomes = createOutcomes({
    pool: deps.db.pool,
    spool: outcomeSpool,
    log: deps.log,
    signal: leaving.signal,
    taker: () => (mayTake() ? { workerId: worker.id, leaseMs, queues: worker.queues, specs } : null),
  });
  const metrics = taskMetrics();
  await registerWorker(sql, {
    ...worker,
    isolation: isolation.level,
    isolationGaps: gapsOf(isolation, boxes),
  });
  nudgeReaders(deps.redis);

  /** Saves the outcome and returns the next attempt, which was claimed in the same commit. */
  async function finish(claimed: ClaimedAttempt, outcome: AttemptOutcome): Promise<ClaimedAttempt | null> {
    const { attemptId, runId } = claimed;
    metrics.finished.inc({ outcome: outcome.outcome });
    metrics.logBytes.inc(outcome.logBytes);
    const done = await outcomes.save(runId, { ...outcome, attemptId, workerId: worker.id });
    if (!done) return null;
    // Not awaited, because the outbox keeps what Redis does not take.
    relayAttempts(deps.db.pool, queue, done.enqueue).catch((error: unknown) =>
      deps.log.warn({ err: error }, "the next tasks wait for the scheduler to hand them over"),
    );
    if (done.othersMayStart) wake(deps.redis);
    nudgeReaders(deps.redis);
    return done.next;
  }

  const isFit = () => !isResting(fitness, performance.now());

  /** With a free place no message waits in our queues, so no more important task is passed by. */
  function mayTake(): boolean {
    return !draining && wanted === "work" && gate.hasRoom() && isFit();
  }

  /** Pauses the consumers while we can take nothing. A single queue never delivers more than there is room. */
  function follow(): void {
    if (draining) return;
    const full = worker.queues.length > 1 && !gate.hasRoom();
    void (full || wanted !== "work" || !isFit() ? consumer.pause() : consumer.resume());
  }

  function judge(prepared: boolean | null): void {
    if (prepared === null) return;
    const before = fitness;
    fitness = prepared ? FIT : afterFailure(fitness, performance.now());
    if (fitness.restUntil <= before.restUntil) return;
    const restMs = Math.ceil(fitness.restUntil - performance.now());
    deps.log.error(
      { failures: fitness.failures, restMs },
      "tasks cannot be prepared here; none is taken for a while",
    );
    follow();
    runAt(fitness.restUntil, follow);
  }

  async function handle(attemptId: string): Promise<Handled> {
    const release = draining || wanted !== "work" || !isFit() ? null : gate.enter();
    if (!release) return "give_back";
    try {
      // An unclaimed attempt stays queued and is enqueued again.
      if (running.has(attemptId)) return "done";
      const by = { workerId: worker.id, leaseMs, queues: worker.queues };
      let next = await claimAttempt(sql, { ...by, attemptId }, specs);
      if (!next) return (await isLeftToOthers(sql, attemptId, worker.id)) ? "give_back_later" : "done";
      while (next) next = await runOne(next);
      return "done";
    } finally {
      release();
    }
  }

  async function runOne(claimed: ClaimedAttempt): Promise<ClaimedAttempt | null> {
    metrics.claimed.inc();
    const { attemptId } = claimed;
    const abort = new AbortController();
    running.set(attemptId, abort);
    if (ending) abort.abort(WORKER_STOPPED);
    if (enduresLeaseLoss(claimed.task)) enduring.add(attemptId);
    metrics.running.set(running.size);
    try {
      nudgeReaders(deps.redis);
      const { outcome, prepared, logStored } = await runAttempt(deps, claimed, {
        ...attemptOptions,
        signal: abort.signal,
      });
      judge(prepared);
      await tails.add(logStored);
      return await finish(claimed, outcome);
    } finally {
      running.delete(attemptId);
      enduring.delete(attemptId);
      metrics.running.set(running.size);
    }
  }

  const leases = keepLeases({
    renew: () =>
      heartbeat(poolSql(deps.db.heartbeat), {
        workerId: worker.id,
        attemptIds: [...running.keys()],
        leaseMs,
      }),
    onKill: ({ attemptId, reason }) => running.get(attemptId)?.abort(reason),
    onLost() {
      for (const [id, abort] of running) if (!enduring.has(id)) abort.abort(LEASE_LOST);
    },
    log: deps.log,
    leaseMs,
    renewMs: Math.min(LEASE_RENEW_MS, leaseMs / 4),
  });
  /** An end that was taken back while its last tasks ran is none. */
  function stopIfWanted(): void {
    if (wanted === "stop") options.onStop?.();
  }

  const touch = keepInTouch(deps, {
    workerId: worker.id,
    running: () => running.size,
    onOrder(order) {
      deps.log.info({ order }, "a person told this worker what to do");
      wanted = order;
      follow();
      if (order === "stop") void gate.idle().then(stopIfWanted);
    },
  });
  const shipping = shipLeft(deps, { outcomes, chunks, outcomeSpool }, leaving.signal);

  const consumer = consumeAttempts({
    redisUrl: options.redisUrl,
    queues: worker.queues,
    concurrency: worker.concurrency,
    handle: (attemptId) =>
      handle(attemptId).catch((error: unknown): Handled => {
        deps.log.warn({ err: error, attempt_id: attemptId }, "an attempt was not taken");
        return "done";
      }),
    onError: (error) => deps.log.debug({ err: error }, "the queue is not reachable"),
  });

  return {
    isFit,
    takes: () => wanted === "work",
    async drain(patienceMs) {
      draining = true;
      const closed = consumer.close();
      const late = setTimeout(() => {
        ending = true;
        for (const abort of running.values()) abort.abort(WORKER_STOPPED);
      }, patienceMs);
      // The next worker delivers outcomes that the database has not taken by then.
      const tooLate = setTimeout(() => leaving.abort(), patienceMs + SAVE_PATIENCE_MS);
      await gate.idle();
      await tails.settled();
      await indexer.settled();
      clearTimeout(late);
      clearTimeout(tooLate);
      await closed;
      touch.stop();
      await leases.stop();
      leaving.abort();
      await shipping;
      await stopWorker(sql, { workerId: worker.id, reason: "stopped" });
      nudgeReaders(deps.redis);
      await boxes.close();
      await queue.close();
    },
  };
}
