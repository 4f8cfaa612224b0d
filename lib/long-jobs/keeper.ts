import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { nudgeReaders } from "@/lib/events";
import { defineJob, type Job } from "@/lib/jobs";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import type { AnyLongJob } from "./define-long-job";
import { claim, type Fence, recoverExpired, renew } from "./repository/leases";
import { type Brake, createBrake, runAttempt } from "./run-attempt";

/** Renewed at each look, every two seconds; an attempt ends itself well before another process may take its job. */
const LEASE_MS = 20_000;
const LOOK_MS = 2_000;
const GIVE_UP_MS = 12_000;
/** A drain waits this long for attempts that were asked to stop. */
const LAST_ATTEMPTS_MS = 8_000;
const WORDS = {
  lost: "The process that ran it ended; it goes on where it was",
  tooOften: "The processes that ran it ended each time",
};

type Options = { process?: string; concurrency?: number; leaseMs?: number; wake?: NonNullable<Job["wake"]> };
type Running = Fence & { brake: Brake; giveUp: NodeJS.Timeout; ended: Promise<void> };

export type LongJobKeeper = {
  /** Looks at the queue: renews, cancels, recovers, claims. */
  job: Job;
  /** Gives what runs back to the queue, with its checkpoints. */
  stop(): Promise<void>;
};

/**
 * Runs queued jobs, a few at once. Any number of processes may do so. While nothing is queued it costs a statement every two
 * seconds.
 */
export function keepLongJobs(
  deps: Deps,
  kinds: readonly AnyLongJob[],
  {
    process: owner = `${hostname()}:${process.pid}`,
    concurrency = 2,
    leaseMs = LEASE_MS,
    wake,
  }: Options = {},
): LongJobKeeper {
  const byName = new Map(kinds.map((kind) => [kind.name, kind]));
  const running = new Map<string, Running>();
  const sql = poolSql(deps.db.pool);
  let isDraining = false;
  let rouse = () => {};

  const startGivingUp = (brake: Brake) =>
    setTimeout(() => brake.stop("lost"), (GIVE_UP_MS * leaseMs) / LEASE_MS);

  async function renewAll(): Promise<void> {
    if (running.size === 0) return;
    for (const { id, isCancelled, isLost } of await renew(sql, [...running.values()], leaseMs)) {
      const one = running.get(id);
      if (!one) continue;
      if (isLost) one.brake.stop("lost");
      else if (isCancelled) one.brake.stop("cancelled");
      else {
        clearTimeout(one.giveUp);
        one.giveUp = startGivingUp(one.brake);
      }
    }
  }

  async function look(): Promise<undefined> {
    await renewAll();
    if ((await recoverExpired(sql, WORDS)).length > 0) nudgeReaders(deps.redis);
    const limit = concurrency - running.size;
    if (isDraining || limit <= 0) return undefined;
    const claimed = await claim(sql, { kinds: [...byName.keys()], owner, leaseMs, limit });
    for (const row of claimed) {
      const kind = byName.get(row.kind);
      if (!kind) continue;
      const brake = createBrake();
      const ended = runAttempt(deps, kind, row, brake).finally(() => {
        const one = running.get(row.id);
        // A job that was lost may be this process' again by now.
        if (one?.attempts === row.attempts) {
          clearTimeout(one.giveUp);
          running.delete(row.id);
        }
        rouse();
      });
      running.set(row.id, { id: row.id, attempts: row.attempts, brake, giveUp: startGivingUp(brake), ended });
      if (isDraining) brake.stop("drained");
    }
    return undefined;
  }

  return {
    job: defineJob({
      name: "long-jobs",
      everyMs: LOOK_MS,
      timeoutMs: 60_000,
      scope: "everywhere",
      // A lease has to be renewed as soon as the database is back.
      retry: { firstMs: LOOK_MS / 2, mostMs: LOOK_MS / 2 },
      wake(given) {
        rouse = given;
        return wake?.(given) ?? (() => {});
      },
      run: look,
    }),
    async stop() {
      isDraining = true;
      for (const { brake } of running.values()) brake.stop("drained");
      const all = Promise.all([...running.values()].map(({ ended }) => ended));
      await Promise.race([all, delay(LAST_ATTEMPTS_MS, undefined, { ref: false })]);
    },
  };
}
