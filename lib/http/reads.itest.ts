import { beforeAll, describe, expect, it } from "vitest";
import { createAlert } from "@/lib/alerts";
import { createBackfill } from "@/lib/backfills";
import { startBatch } from "@/lib/batch-predictions";
import { createEndpoint } from "@/lib/endpoints";
import { createLoggedModel, createRun, logBatch } from "@/lib/experiments";
import { runOf } from "@/lib/experiments/testing";
import {
  createEntity,
  createOnDemandView,
  createService,
  createSource,
  createView,
  makeTrainingSet,
} from "@/lib/features";
import { recordOfDocument, searchLogRecords, writeLogRecords } from "@/lib/log-records";
import { createModel, createVersion, createWebhook } from "@/lib/models";
import { savePipeline } from "@/lib/pipelines";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { storePrediction } from "@/lib/predictions/testing";
import { deletePipeline } from "@/lib/retention";
import { triggerRun } from "@/lib/runs";
import { createConnection, createPool, createVariable } from "@/lib/settings";
import { registerWorker } from "@/lib/tasks";
import { createInvite, createServiceAccount, createServiceAccountToken, createToken } from "@/lib/team";
import { hashPassword } from "@/lib/team/password";
import { stubEnv, testCtx, testStores, waitFor } from "@/lib/testing";
import { type SignedIn, signedIn } from "./testing";
import { apiRoutes, callRoute } from "./walk";

/** Calls every read operation on existing things: none changes anything or reveals a secret. */
const stores = testStores();
const VALUE = "value-that-nobody-may-read-3f7a";
const PASSWORD = "amber kettle orchard ninety";
const DAG = "reads.daily";
/** Its deletion is a long job that nothing here runs. */
const GONE = "reads.gone";
const reads = (await apiRoutes())
  .map((route) => ({ ...route, ...route.handler.declaration }))
  .filter(({ method }) => method === "GET");
/** Routes that fail because a code bundle is missing. */
const WITHOUT_CODE = /\/files\/\{/;
const QUERY: Record<string, string> = {
  "/api/v1/home": "start=2026-01-01T00:00:00Z&end=2026-01-06T00:00:00Z",
  "/api/v1/search": "q=reads",
  "/api/v1/task-attempts/{attemptId}/log/search": "q=x",
  "/api/v1/audit/export": "format=jsonl",
  "/api/v1/experiments/{experiment_id}/keys": "kind=metric",
  "/api/v1/experiment-runs": "experiment_id=0&keys=metrics.auc",
  "/api/v1/experiment-runs/export": "experiment_id=0&keys=metrics.auc",
  "/api/v1/experiment-run-groups": "experiment_id=0&group_by=params.lr&metrics=metrics.auc",
  "/api/v1/experiment-runs/{experiment_run_id}/artifacts/head": "path=a.txt",
  "/api/v1/logged-models/{logged_model_id}/artifacts/head": "path=a.txt",
  "/api/v1/experiment-runs/{experiment_run_id}/metric-points": "key=auc",
  "/api/v1/experiment-runs/{experiment_run_id}/metric-samples": "keys=auc",
  "/api/v1/features/sources/{source_name}/files/head": "path=trips.csv",
  "/api/v1/features/training-sets/{training_set_id}/head": "path=data.parquet",
  "/api/v1/models/{model_name}/compare": "base=1&other=1",
};

const ids: Record<string, string> = {
  dagId: DAG,
  number: "1",
  key: "READ_KEY",
  name: "gpu",
  path: "x",
  taskId: "a",
};
const secrets = new Set([VALUE, PASSWORD]);
let admin: SignedIn;

beforeAll(async () => {
  stubEnv(stores.env);
  globalThis.gwanjeDeps = stores;
  admin = await signedIn(stores, "admin");
  const ctx = { ...testCtx(stores), actor: { ...testCtx(stores).actor, id: admin.userId } };
  const passwordHash = await hashPassword(PASSWORD);
  secrets.add(passwordHash);
  await stores.db.prisma.user.update({ where: { id: admin.userId }, data: { passwordHash } });

  await stores.db.prisma.team.upsert({ where: { id: 1 }, update: {}, create: { name: "Reads" } });
  await createVariable(ctx, { key: "READ_KEY", value: VALUE });
  const connection = { type: "http", host: "https://vendor.example", password: VALUE } as const;
  await createConnection(ctx, { ...connection, id: "vendor", extra: { token: VALUE } });
  await createPool(ctx, { name: "gpu", slots: 2 });
  const scopes = ["runs:read" as const];
  const account = await createServiceAccount(ctx, { name: "reader", role: "viewer" });
  const issued = [
    await createToken(ctx, { name: "mine", scopes }),
    await createServiceAccountToken(ctx, { account_id: account.id, name: "its", scopes }),
  ];
  for (const { token } of issued) secrets.add(token);
  const { link_path } = await createInvite(ctx, { role: "viewer" });
  secrets.add(link_path.split("/").at(-1) ?? "");

  const tasks = [{ task_id: "a", kind: "bash", command: ["true"], secrets: ["READ_KEY"], pool: "gpu" }];
  const spec = { dag_id: DAG, schedule: "@daily", start_date: "2026-01-01", tasks };
  await savePipeline(ctx, { dag_id: DAG, parent_id: null, spec });
  await savePipeline(ctx, { dag_id: GONE, parent_id: null, spec: { ...spec, dag_id: GONE } });
  ids.long_job = (await deletePipeline(ctx, { dag_id: GONE })).id;
  const { id: runId } = await triggerRun(ctx, { dag_id: DAG });
  const task = await stores.db.prisma.taskInstance.findFirstOrThrow({ where: { runId } });
  ids.worker_id = newId("wrk");
  await registerWorker(poolSql(stores.db.pool), {
    id: ids.worker_id,
    host: "test",
    pid: 1,
    queues: ["default"],
    concurrency: 1,
  });
  const artifact = {
    id: newId("art"),
    runId,
    dagId: DAG,
    taskId: "a",
    attemptId: task.currentAttemptId ?? "",
    path: "a.txt",
    key: "artifacts/a",
    contentType: "text/plain",
    sizeBytes: 1n,
    sha256: "x",
  };
  await stores.db.prisma.artifact.create({ data: artifact });
  const { info } = runOf(await createRun(ctx, { experiment_id: "0" }));
  await logBatch(ctx, { run_id: info.run_id, metrics: [{ key: "auc", value: 0.5, timestamp: 1 }] });
  const other = runOf(await createRun(ctx, { experiment_id: "0" })).info.run_id;
  QUERY["/api/v1/experiment-runs/metric-samples"] = `run_ids=${info.run_id}&keys=auc`;
  QUERY["/api/v1/comparison"] = `runs=${info.run_id},${other}`;
  QUERY["/api/v1/comparison/reversals"] = `run_id=${info.run_id}&other_run_id=${other}`;
  await createEntity(ctx, { name: "driver", value_type: "INT64" });
  await createView(ctx, { name: "trips", entities: ["driver"], fields: [{ name: "count", type: "INT64" }] });
  await createService(ctx, { name: "activity", features: ["trips:count"] });
  await createOnDemandView(ctx, {
    name: "twice",
    inputs: { count: "trips:count" },
    features: [{ name: "twice", type: "INT64", expression: "count * 2" }],
  });
  const path = `s3://${stores.storage.bucket}/features/trips.csv`;
  await createSource(ctx, { name: "history", format: "csv", path, timestamp_field: "at" });
  await stores.storage.putBytes("features/trips.csv", "at,driver,count\n", "text/csv");
  const kept = { name: "kept", entities: ["driver"], source: "history" };
  await createView(ctx, { ...kept, fields: [{ name: "count", type: "INT64" }] });
  const set = await makeTrainingSet(ctx, { entities: { format: "csv", path }, features: ["kept:count"] });
  await stores.storage.putBytes(`features/training-sets/${set.id}/data.parquet`, "PAR1");
  Object.assign(ids, {
    training_set_id: set.id,
    source_name: "history",
    entity_name: "driver",
    view_name: "trips",
    service_name: "activity",
    on_demand_view: "twice",
  });
  await createModel(ctx, { name: "reads" });
  const { run_id } = info;
  await createVersion(ctx, { name: "reads", source: `runs:/${run_id}/model`, run_id });
  Object.assign(ids, { model_name: "reads", version: "1", alias: "champion" });
  await createEndpoint(ctx, { name: "reads", variant: { model: "reads", version: 1 } });
  ids.endpoint_name = "reads";
  ids.prediction_id = await storePrediction(stores, { endpoint: "reads" });
  const rule = { name: "reads", metric: "psi", comparison: "above", threshold: 0.25 } as const;
  ids.alert_id = (await createAlert(ctx, { endpoint: "reads", alert: rule })).id;
  QUERY["/api/v1/prediction-quality"] = "endpoint=reads";
  const rowsPath = `s3://${stores.storage.bucket}/rows.csv`;
  const batch = await startBatch(ctx, { endpoint: "reads", source: { path: rowsPath }, format: "csv" });
  Object.assign(ids, { batch_id: batch.id, file: "output" });
  const hook = await createWebhook(ctx, { url: "https://hooks.example/", events: ["model_alias.set"] });
  secrets.add(hook.secret);
  ids.webhook_id = hook.id;
  const model: { info: { model_id: string } } = JSON.parse(
    await createLoggedModel(ctx, { experiment_id: "0" }),
  );
  const modelId = model.info.model_id;
  Object.assign(ids, { experiment_id: "0", experiment_run_id: info.run_id, logged_model_id: modelId });
  for (const key of [
    artifact.key,
    `experiments/runs/${info.run_id}/a.txt`,
    `experiments/models/${modelId}/a.txt`,
  ])
    await stores.storage.putBytes(key, "x", "text/plain");
  for (const owner of [`runs/${info.run_id}`, `models/${modelId}`])
    await stores.storage.putBytes(`experiments/${owner}/MLmodel`, "flavors: {sklearn: {}}\n");
  const nowUs = stores.clock.now().getTime() * 1_000;
  const record = recordOfDocument({ message: "read" }, { nowUs, keptUs: 1 });
  await writeLogRecords(ctx, { records: [record], digest: Buffer.from("reads") });
  const to = new Date(nowUs / 1_000 + 1).toISOString();
  const [logged] = (await searchLogRecords(ctx, { to })).data;
  Object.assign(ids, { time: logged?.time, log_record: logged?.id });
  const made = await createBackfill(ctx, { dag_id: DAG, from_date: "2026-01-01", to_date: "2026-01-03" });
  // The hand-over after a trigger changes rows too, and is not caused by a read.
  await waitFor("the hand-over", async () => (await stores.db.prisma.taskOutbox.count()) === 0);
  Object.assign(ids, { run_id: runId, attemptId: artifact.attemptId, artifact_id: artifact.id });
  Object.assign(ids, { backfill: made.id ?? "", connection: "vendor" });
});

const paramsOf = (path: string) => (name: string) => {
  if (name === "id" && path.startsWith("/api/v1/log-records")) return ids.log_record ?? "";
  const id = path.startsWith("/api/v1/backfills") ? "backfill" : "connection";
  if (name === "id") return ids[path.startsWith("/api/v1/long-jobs") ? "long_job" : id] ?? "";
  return name === "path" ? ["x"] : (ids[name] ?? "");
};

async function read({ handler, path }: (typeof reads)[number], headers: Record<string, string>) {
  const end = new AbortController();
  const response = await callRoute(handler, {
    headers,
    param: paramsOf(path),
    query: QUERY[path] ?? "",
    until: end.signal,
  });
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
  if (isStream) end.abort();
  return { status: response.status, text: isStream ? "" : await response.text() };
}

/** Every table's rows as one text each. */
async function rows(): Promise<Map<string, string>> {
  const { rows: tables } = await stores.db.pool.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'obs')",
  );
  const texts = await Promise.all(
    tables.map(async ({ name }): Promise<[string, string]> => {
      const { rows: all } = await stores.db.pool.query<{ row: string }>(
        `SELECT t::text AS row FROM ${name} t ORDER BY 1`,
      );
      return [name, all.map(({ row }) => row).join("\n")];
    }),
  );
  return new Map(texts);
}

describe.each(reads)("$name", (route) => {
  it("changes no row, and holds no secret, hash or token", async () => {
    const before = await rows();
    const { status, text } = await read(route, { cookie: admin.cookie });
    expect(status).toBe(WITHOUT_CODE.test(route.path) ? 404 : 200);
    expect(await rows()).toEqual(before);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/\$argon2|_enc\b|token_hash|password_hash/i);
    const viewer = await read(route, { cookie: (await signedIn(stores, "viewer")).cookie });
    for (const secret of secrets) expect(viewer.text).not.toContain(secret);
  });
});

it("has secrets to tell, and a member to tell them to", async () => {
  const kept = [...(await rows()).values()].join("\n");
  expect(kept).toContain("READ_KEY");
  expect(secrets.size).toBe(7);
  expect([...secrets].every((secret) => secret.length > 15)).toBe(true);
});
