import { setTimeout as pause } from "node:timers/promises";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { publishEvent } from "@/lib/platform/events";
import { finishAttempt } from "@/lib/runs";
import {
  type ClaimedAttempt,
  claimAttempt,
  consumeAttempts,
  createTaskQueue,
  heartbeat,
  LEASE_MS,
  LEASE_RENEW_MS,
  registerWorker,
  relayAttempts,
  stopWorker,
  type WorkerInfo,
} from "@/lib/tasks";
import { type AttemptOptions, runAttempt } from "./attempt";
import { createGate } from "./gate";
import { LEASE_LOST, WORKER_STOPPED } from "./verdict";

const FINISH_TRIES = 30;

/** Takes attempts from the queues and runs them, until `drain`. */
export async function startTaskWorker(
  deps: Deps,
  options: { redisUrl: string; worker: WorkerInfo } & Omit<AttemptOptions, "signal">,
): Promise<{ drain(patienceMs: number): Promise<void> }> {
  const { worker } = options;
  const sql = poolSql(deps.db.pool);
  const queue = createTaskQueue(options.redisUrl);
  const gate = createGate(worker.concurrency);
  const running = new Map<string, AbortController>();
  let draining = false;
  await registerWorker(sql, worker);
  publishEvent(deps.redis, { topic: "worker", id: worker.id });

  async function finish(claimed: ClaimedAttempt, outcome: Awaited<ReturnType<typeof runAttempt>>) {
    for (let tries = 1; ; tries++) {
      try {
        const { attemptId } = claimed;
        const done = await finishAttempt(deps.db.pool, { ...outcome, attemptId, workerId: worker.id });
        await relayAttempts(deps.db.pool, queue, done.enqueue).catch((error: unknown) =>
          deps.log.warn({ err: error }, "the next tasks wait for the scheduler to hand them over"),
        );
        const { runId, dagId } = claimed;
        publishEvent(deps.redis, { topic: "task", id: attemptId, run_id: runId, dag_id: dagId });
        publishEvent(deps.redis, { topic: "run", id: runId, run_id: runId, dag_id: dagId });
        return;
      } catch (error) {
        deps.log.warn({ err: error, attempt_id: claimed.attemptId, tries }, "an outcome was not saved yet");
        // After that the lease runs out and the scheduler decides.
        if (tries >= FINISH_TRIES) return;
        await pause(Math.min(5_000, 200 * tries));
      }
    }
  }

  async function handle(attemptId: string): Promise<void> {
    const release = await gate.enter();
    try {
      // An attempt that is not claimed stays queued and is handed over again.
      if (draining || running.has(attemptId)) return;
      const claimed = await claimAttempt(sql, { attemptId, workerId: worker.id, leaseMs: LEASE_MS });
      if (!claimed) return;
      const abort = new AbortController();
      running.set(attemptId, abort);
      publishEvent(deps.redis, {
        topic: "task",
        id: attemptId,
        run_id: claimed.runId,
        dag_id: claimed.dagId,
      });
      await finish(claimed, await runAttempt(deps, claimed, { ...options, signal: abort.signal }));
    } finally {
      running.delete(attemptId);
      release();
    }
  }

  const stopBeating = new AbortController();
  const beating = (async () => {
    for (let lastGood = Date.now(); !stopBeating.signal.aborted; ) {
      try {
        const attemptIds = [...running.keys()];
        const { kill } = await heartbeat(sql, { workerId: worker.id, attemptIds, leaseMs: LEASE_MS });
        lastGood = Date.now();
        for (const order of kill) running.get(order.attemptId)?.abort(order.reason);
      } catch (error) {
        deps.log.warn({ err: error }, "a heartbeat was not written");
        // Somebody else may be running them by now.
        if (Date.now() - lastGood > LEASE_MS) for (const abort of running.values()) abort.abort(LEASE_LOST);
      }
      await pause(LEASE_RENEW_MS, undefined, { signal: stopBeating.signal }).catch(() => {});
    }
  })();

  const consumer = consumeAttempts({
    redisUrl: options.redisUrl,
    queues: worker.queues,
    concurrency: worker.concurrency,
    handle: (attemptId) =>
      handle(attemptId).catch((error: unknown) =>
        deps.log.warn({ err: error, attempt_id: attemptId }, "an attempt was not taken"),
      ),
    onError: (error) => deps.log.debug({ err: error }, "the queue is not reachable"),
  });

  return {
    async drain(patienceMs) {
      draining = true;
      const closed = consumer.close();
      const late = setTimeout(() => {
        for (const abort of running.values()) abort.abort(WORKER_STOPPED);
      }, patienceMs);
      await gate.idle();
      clearTimeout(late);
      await closed;
      stopBeating.abort();
      await beating;
      await stopWorker(sql, { workerId: worker.id, reason: "stopped" });
      publishEvent(deps.redis, { topic: "worker", id: worker.id });
      await queue.close();
    },
  };
}
