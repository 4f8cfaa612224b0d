import { availableParallelism, hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  ASYNC_CHANNEL,
  asyncPredictionsJob,
  batchLane,
  batchOutput,
  batchPreparation,
} from "@/lib/batch-predictions";
import { closeModels } from "@/lib/endpoints";
import { connectDeps } from "@/lib/http/deps";
import { JOBS_CHANNEL, startJobs } from "@/lib/jobs";
import { keepOwnRecords } from "@/lib/log-sources";
import { keepLongJobs, LONG_JOBS_CHANNEL } from "@/lib/long-jobs";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { runProcess } from "@/lib/platform/lifecycle";
import { createNudges } from "@/lib/platform/nudges";
import { drainPredictions } from "@/lib/predictions";
import product from "../package.json" with { type: "json" };
import { createAdminApp } from "./admin/app";
import { pruneCode } from "./tasks/code-cache";
import { startTaskWorker, type TaskWorker } from "./tasks/worker";

/** Running tasks get this long to finish; then they are killed and run again elsewhere. */
const PATIENCE_MS = 20_000;
const DRAIN_MS = 35_000;
const PRUNE_EVERY_MS = 3_600_000;
/** Parts of batch predictions at once: each has a process for its model. */
const MOST_LANES = 4;
/** Of the process that reads and writes their files. */
const BATCH_FILES = { memoryMb: 1_024, threads: 2, deadlineMs: 3_600_000 };

/** Composition root of the task worker: connections, the worker, parts of batch predictions, health and metrics. */
runProcess("tasks", async (life) => {
  const settings = env();
  const deps = connectDeps(life.log);
  life.onDrain("connections", () => deps.close());
  keepOwnRecords(deps, life, settings.GWANJE_WORKER_NAME ?? hostname());
  let worker: TaskWorker | undefined;
  const app = createAdminApp(deps, {
    draining: () => life.draining,
    metricsToken: settings.GWANJE_METRICS_TOKEN,
    working: () => worker?.isFit() ?? true,
  });
  life.onDrain("admin port", () => app.close());
  const queues = listed(settings.GWANJE_WORKER_QUEUES);
  worker = await startTaskWorker(deps, {
    redisUrl: settings.REDIS_URL,
    dataUrl: settings.GWANJE_DATA_URL,
    home: resolve(settings.GWANJE_HOME),
    root: process.cwd(),
    programs: dirname(fileURLToPath(import.meta.url)),
    fetchAllow: settings.GWANJE_FETCH_ALLOW,
    taskLimits: {
      memoryMb: settings.GWANJE_TASK_MEMORY_MB,
      diskMb: settings.GWANJE_TASK_DISK_MB,
      processes: settings.GWANJE_TASK_PROCESSES,
    },
    isolation: {
      demanded: settings.GWANJE_TASK_ISOLATION ?? null,
      firstUid: settings.GWANJE_TASK_FIRST_UID,
      mounts: listed(settings.GWANJE_TASK_MOUNTS),
      ports: listed(settings.GWANJE_TASK_PORTS).map(Number),
    },
    worker: {
      id: newId("wrk"),
      host: settings.GWANJE_WORKER_NAME ?? hostname(),
      pid: process.pid,
      queues,
      concurrency: settings.GWANJE_WORKER_CONCURRENCY,
      version: product.version,
    },
    // As a supervisor would end it; where one watches over it, it is started again.
    onStop: () => process.kill(process.pid, "SIGTERM"),
  });
  life.onDrain("prediction log", () => drainPredictions(deps));
  life.onDrain("models", () => closeModels(deps));
  const nudges = createNudges(settings.REDIS_URL);
  life.onDrain("nudges", () => nudges.close());
  const engine = {
    ...BATCH_FILES,
    program: join(dirname(fileURLToPath(import.meta.url)), "feature-query.js"),
  };
  const batches = keepLongJobs(deps, [batchPreparation(engine), batchLane, batchOutput(engine)], {
    concurrency: Math.min(MOST_LANES, availableParallelism()),
    wake: (rouse) => nudges.on(LONG_JOBS_CHANNEL, rouse),
  });
  const jobs = startJobs(deps, [
    batches.job,
    asyncPredictionsJob((rouse) => nudges.on(ASYNC_CHANNEL, rouse)),
  ]);
  nudges.on(JOBS_CHANNEL, jobs.look);
  life.onDrain("jobs", () => jobs.stop());
  life.onDrain("batch predictions", () => batches.stop());
  const prune = () =>
    pruneCode(resolve(settings.GWANJE_HOME), Date.now()).catch((error: unknown) =>
      life.log.warn({ err: error }, "code that no attempt uses any more was not removed"),
    );
  const pruning = setInterval(prune, PRUNE_EVERY_MS);
  life.onDrain("code cache", () => clearInterval(pruning));
  void prune();
  life.onDrain("worker", () => worker?.drain(PATIENCE_MS), DRAIN_MS);
  await app.listen({ port: settings.GWANJE_ADMIN_PORT ?? 0, host: "127.0.0.1" });
  life.log.info({ address: app.server.address(), queues }, "taking tasks");
});

function listed(text: string): string[] {
  const all = text.split(",").map((one) => one.trim());
  return all.filter((one, at) => one !== "" && all.indexOf(one) === at);
}
