import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { poolSql } from "@/lib/platform/db";
import { parentOf } from "@/workers/stores/child";
import type { Installation } from "./installation";
import { until } from "./patience";
import { PARKED } from "./workload";

/** Measurements of an injection in ms, by name. */
export type Measured = Record<string, number>;
export type Injection = (all: Installation, sinkPort: number) => Promise<Measured>;

const NOTICE_MS = 12_000;
const REPAIR_MS = 5_000;
/** The longest wait; slower results are judged by their figure. */
const LOOK_MS = 40_000;
/** Long enough for another worker to begin what a frozen one has lost. */
const WORK_MS = 1_000;
const REDIS_PAUSE_MS = 3_000;
const PARKED_KEY = `{gwanje}:${PARKED.queue}:prioritized`;

/**
 * Time-outs of the design and no measure of speed. A worker that is lost keeps its leases (LEASE_MS, 8 s) until they are
 * over and the scheduler looks, once a second; what Redis has lost is handed over again by the scheduler's next sweeps.
 */
export const LIMITS: Measured = {
  dead_worker_noticed: NOTICE_MS,
  frozen_worker_noticed: NOTICE_MS,
  flush_repaired: REPAIR_MS,
  redis_restart_repaired: REPAIR_MS,
};

export const INJECTIONS: Record<string, Injection> = {
  async killWorker(all) {
    const pid = await busyWorker(all);
    all.processes.kill(pid);
    return { dead_worker_noticed: await lost(all, pid) };
  },
  /** Kills it with its children, so that both come back after others have taken over. */
  async freezeWorker(all, sinkPort) {
    const pid = await busyWorker(all);
    const frozen = [pid, ...taskProcesses(sinkPort).filter((child) => isBelow(child, pid))];
    for (const one of frozen) signal(one, "SIGSTOP");
    const noticed = await lost(all, pid);
    await pause(WORK_MS);
    for (const one of frozen) signal(one, "SIGCONT");
    return { frozen_worker_noticed: noticed };
  },
  async killScheduler(all) {
    const [pid] = all.processes.pids("scheduler");
    if (pid) all.processes.kill(pid);
    return {};
  },
  /** Logs are on their way through it. */
  async killServing(all) {
    const [pid] = all.processes.pids("serving");
    if (pid) all.processes.kill(pid);
    return {};
  },
  async killChild(_, sinkPort) {
    let killed = 0;
    await until(
      "a task's process",
      async () => {
        for (const pid of taskProcesses(sinkPort)) {
          try {
            process.kill(pid, "SIGKILL");
            killed = pid;
            break;
          } catch {
            // It ended by itself at this moment.
          }
        }
        return killed;
      },
      LOOK_MS,
    );
    return {};
  },
  async flushRedis(all) {
    await parked(all);
    await all.ctx.redis.flushall();
    return { flush_repaired: await parked(all) };
  },
  async restartRedis(all) {
    await parked(all);
    const pid = await all.redisPid();
    process.kill(pid, "SIGKILL");
    await until("Redis", async () => (await all.redisPid()) !== pid, LOOK_MS);
    return { redis_restart_repaired: await parked(all) };
  },
  async restartPostgres(all) {
    const pid = all.postgresPid();
    process.kill(pid, "SIGINT");
    const away = await until(
      "Postgres",
      async () => all.postgresPid() !== pid && (await count(all, "SELECT 1::int AS n")) === 1,
      LOOK_MS,
    );
    return { postgres_away: away };
  },
  /** It exists but does not reply, so callers wait instead of being refused. */
  async pauseRedis({ ctx }) {
    await ctx.redis.call("CLIENT", "PAUSE", String(REDIS_PAUSE_MS), "ALL");
    await pause(REDIS_PAUSE_MS);
    return {};
  },
};

/** All attempts are in Redis again. */
function parked({ ctx }: Installation): Promise<number> {
  return until(
    "the parked attempts in Redis",
    async () => (await ctx.redis.zcard(PARKED_KEY)) >= PARKED.tasks,
    LOOK_MS,
  );
}

async function busyWorker(all: Installation): Promise<number> {
  let busy = 0;
  await until(
    "a worker with running tasks",
    async () => {
      for (const pid of all.processes.pids("tasks")) if ((await runningOn(all, pid)) > 0) busy = pid;
      return busy;
    },
    LOOK_MS,
  );
  return busy;
}

function lost(all: Installation, pid: number): Promise<number> {
  return until("the loss of its attempts", async () => (await runningOn(all, pid)) === 0, LOOK_MS);
}

function runningOn(all: Installation, pid: number): Promise<number> {
  return count(
    all,
    `SELECT count(*)::int AS n FROM task_attempt a JOIN worker w ON w.id = a.worker_id WHERE w.pid = $1 AND a.state = 'running'`,
    [pid],
  );
}

async function count({ ctx }: Installation, text: string, params: unknown[] = []): Promise<number> {
  const [row] = await poolSql(ctx.db.pool).rows<{ n: number }>(text, params);
  return row?.n ?? 0;
}

/** False when it ended by itself at this moment. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

function isBelow(pid: number, ancestor: number): boolean {
  for (let at = parentOf(pid); at; at = parentOf(at)) if (at === ancestor) return true;
  return false;
}

/** Shells of our tasks, told by the sink's port in their environment. */
function taskProcesses(sinkPort: number): number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const isOurs = readFileSync(`/proc/${name}/environ`, "utf8").includes(`SINK_PORT=${sinkPort}\0`);
      const isShell = readFileSync(`/proc/${name}/comm`, "utf8").trim() === "bash";
      return isOurs && isShell ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}
