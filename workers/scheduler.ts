/** Composition root of the scheduler: connections, one loop, health and metrics. */
import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Counter, Histogram } from "prom-client";
import { connectDeps } from "@/lib/http/deps";
import { metricsRegistry } from "@/lib/metrics";
import { folderOwnership } from "@/lib/pipelines";
import { systemCtx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { runProcess } from "@/lib/platform/lifecycle";
import { createBlockingRedis } from "@/lib/platform/redis";
import { WAKE_CHANNEL } from "@/lib/runs";
import { createScheduler, type RoundReport } from "@/lib/scheduler";
import { createTaskQueue } from "@/lib/tasks";
import { createAdminApp } from "./admin/app";
import { createLoader, keepLoading } from "./scheduler/folder";
import { keepHouse } from "./scheduler/keep-house";
import { startDemo } from "./scheduler/start-demo";

const TICK_MS = 1_000;
const WAKE_GAP_MS = 25;
/** Without a good round for that long it is not ready, as when the database is away. */
const ROUND_PATIENCE_MS = 10_000;

runProcess("scheduler", async (life) => {
  const settings = env();
  const deps = connectDeps(life.log);
  life.onDrain("connections", () => deps.close());
  const queue = createTaskQueue(settings.REDIS_URL);
  life.onDrain("queue", () => queue.close());

  const registry = metricsRegistry();
  const duration = new Histogram({
    name: "gwanje_scheduler_tick_seconds",
    help: "Duration of one round of the scheduler.",
    registers: [registry],
  });
  const failed = new Counter({
    name: "gwanje_scheduler_tick_failures_total",
    help: "Rounds of which a step failed.",
    registers: [registry],
  });

  // Pauses are measured by a clock that nobody sets: one that is put back an hour would stop the rounds for an hour.
  let lastGood = Number.NEGATIVE_INFINITY;
  let woken = false;
  let rouse = () => {};
  const listener = createBlockingRedis(settings.REDIS_URL);
  listener.on("message", () => {
    woken = true;
    rouse();
  });
  // While Redis is away this waits; ticks go on without it.
  void listener.subscribe(WAKE_CHANNEL).catch(() => {});
  life.onDrain("wake", () => listener.disconnect());

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const scheduler = createScheduler(deps, queue);
  /** Answers whether there is more to do at once. */
  const round = async (work: () => Promise<RoundReport>) => {
    const stop = duration.startTimer();
    const { more, failures, broken } = await work();
    stop();
    for (const error of failures) life.log.warn({ err: error }, "the scheduler goes on without an item");
    for (const error of broken) life.log.warn({ err: error }, "a step of the scheduler failed");
    // An item that fails is its author's matter; the process is well.
    if (broken.length === 0) lastGood = performance.now();
    else failed.inc();
    return more;
  };
  const loop = (async () => {
    for (let nextTick = 0; !life.draining; ) {
      if (performance.now() >= nextTick) {
        const more = await round(() => scheduler.tick());
        nextTick = performance.now() + (more ? 0 : TICK_MS * (0.8 + 0.4 * Math.random()));
      } else if (woken) {
        woken = false;
        if (await round(() => scheduler.startNow())) nextTick = 0;
        // A busy pool wakes us with every task that ends; one look serves many of them.
        await delay(WAKE_GAP_MS);
      }
      if (!woken && !life.draining) await pause(Math.max(0, nextTick - performance.now()));
    }
  })();
  life.onDrain("loop", () => {
    rouse();
    return loop;
  });

  const folder = resolve(settings.GWANJE_PIPELINES_DIR);
  const ctx = systemCtx(deps, "pipelines folder");
  const ownership = folderOwnership(deps);
  const loading = keepLoading(createLoader(ctx, folder), folder, {
    signal: life.signal,
    log: life.log,
    isOwner: ownership.isMine,
  }).finally(ownership.release);
  life.onDrain("pipelines folder", () => loading);
  const cleaning = keepHouse(systemCtx(deps, "housekeeping"), life.signal, {
    auditDays: settings.GWANJE_AUDIT_DAYS,
  });
  life.onDrain("housekeeping", () => cleaning);
  if (settings.GWANJE_DEMO) {
    const starting = startDemo(systemCtx(deps, "demo"), life.signal);
    life.onDrain("demo", () => starting);
  }

  const app = createAdminApp(deps, {
    draining: () => life.draining,
    metricsToken: settings.GWANJE_METRICS_TOKEN,
    working: () => performance.now() - lastGood < ROUND_PATIENCE_MS,
  });
  life.onDrain("admin port", () => app.close());
  await app.listen({ port: settings.GWANJE_ADMIN_PORT ?? 0, host: "127.0.0.1" });
  life.log.info({ address: app.server.address() }, "scheduling");
});
