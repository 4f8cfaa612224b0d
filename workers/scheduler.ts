/** Composition root of the scheduler: connections, the jobs, health and metrics. */
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { alertsJob } from "@/lib/alerts";
import { oldBatchesJob } from "@/lib/batch-predictions";
import { referenceProfile } from "@/lib/drift";
import { endpointUsageJob } from "@/lib/endpoint-usage";
import { EVENTS_CHANNEL } from "@/lib/events";
import { leftOpenJob } from "@/lib/experiments";
import {
  featureAudit,
  featureHealthJob,
  featureProfile,
  materialization,
  onlineStoreJob,
  registryJob,
  trainingSet,
} from "@/lib/features";
import { connectDeps } from "@/lib/http/deps";
import { JOBS_CHANNEL, startJobs } from "@/lib/jobs";
import { logDaysJob } from "@/lib/log-records";
import { auditRecordsJob, keepOwnRecords, taskLogsJob } from "@/lib/log-sources";
import { endedLongJobsJob, keepLongJobs, LONG_JOBS_CHANNEL } from "@/lib/long-jobs";
import { webhookJob } from "@/lib/models";
import { parseAllowList } from "@/lib/platform/address";
import { systemCtx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { runProcess } from "@/lib/platform/lifecycle";
import { createNudges } from "@/lib/platform/nudges";
import { predictionDaysJob } from "@/lib/predictions";
import { experimentPurge, runsPurge } from "@/lib/purge";
import { auditJob, eventsJob, objectsJob, pipelineDeletion, retentionJob } from "@/lib/retention";
import { WAKE_CHANNEL } from "@/lib/runs";
import { SCHEDULING, schedulingJob } from "@/lib/scheduler";
import { createTaskQueue } from "@/lib/tasks";
import { createAdminApp } from "./admin/app";
import { CONSUMERS, consumerJob } from "./scheduler/consumers";
import { folderJob } from "./scheduler/folder";
import { startDemo } from "./scheduler/start-demo";

/** Without a good round for that long it is not ready, as when the database is away. */
const ROUND_PATIENCE_MS = 10_000;
/** Of a process that reads files of features; beyond the memory it writes to its folder. */
const FEATURE_QUERY = { memoryMb: 1_024, threads: 2, deadlineMs: 1_800_000 };

runProcess("scheduler", async (life) => {
  const settings = env();
  const deps = connectDeps(life.log);
  life.onDrain("connections", () => deps.close());
  keepOwnRecords(deps, life, hostname());
  const queue = createTaskQueue(settings.REDIS_URL);
  life.onDrain("queue", () => queue.close());
  const nudges = createNudges(settings.REDIS_URL);
  life.onDrain("nudges", () => nudges.close());

  const program = join(dirname(fileURLToPath(import.meta.url)), "feature-query.js");
  const features = [materialization, trainingSet, featureAudit, featureProfile, referenceProfile].map(
    (kind) => kind({ program, ...FEATURE_QUERY }),
  );
  const longJobs = keepLongJobs(deps, [pipelineDeletion, experimentPurge, runsPurge, ...features], {
    wake: (rouse) => nudges.on(LONG_JOBS_CHANNEL, rouse),
  });
  const jobs = startJobs(deps, [
    schedulingJob(deps, { queue, log: life.log, wake: (rouse) => nudges.on(WAKE_CHANNEL, rouse) }),
    folderJob(resolve(settings.GWANJE_PIPELINES_DIR)),
    retentionJob,
    auditJob(settings.GWANJE_AUDIT_DAYS),
    logDaysJob({ days: settings.GWANJE_LOG_DAYS, bytes: settings.GWANJE_LOG_BYTES }),
    predictionDaysJob(settings.GWANJE_PREDICTION_DAYS),
    taskLogsJob,
    auditRecordsJob,
    objectsJob,
    eventsJob,
    leftOpenJob,
    registryJob,
    onlineStoreJob,
    featureHealthJob,
    endpointUsageJob,
    alertsJob,
    webhookJob(parseAllowList(settings.GWANJE_FETCH_ALLOW)),
    ...CONSUMERS.map((consumer) => consumerJob(consumer, (rouse) => nudges.on(EVENTS_CHANNEL, rouse))),
    longJobs.job,
    endedLongJobsJob,
    oldBatchesJob,
  ]);
  nudges.on(JOBS_CHANNEL, jobs.look);
  life.onDrain("jobs", () => jobs.stop());
  life.onDrain("long jobs", () => longJobs.stop());
  if (settings.GWANJE_DEMO) {
    const starting = startDemo(systemCtx(deps, "demo"), life.signal);
    life.onDrain("demo", () => starting);
  }

  const app = createAdminApp(deps, {
    draining: () => life.draining,
    metricsToken: settings.GWANJE_METRICS_TOKEN,
    working: () => jobs.sinceSuccess(SCHEDULING) < ROUND_PATIENCE_MS,
  });
  life.onDrain("admin port", () => app.close());
  await app.listen({ port: settings.GWANJE_ADMIN_PORT ?? 0, host: "127.0.0.1" });
  life.log.info({ address: app.server.address() }, "scheduling");
});
