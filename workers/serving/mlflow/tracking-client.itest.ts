import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  metricsOf,
  registerModel,
  setAlias,
  setVersionTag,
  startRun,
  TrackingError,
  versionByAlias,
  withRun,
} from "@/lib/sdk/tracking";
import { testStores } from "@/lib/testing";
import { runningTask } from "../data/testing";
import { testMlflow } from "./testing";

/** The client of our own tasks, as a running task, against the server itself. */
const stores = testStores();
const { held, send, get } = testMlflow(stores, [
  "experiments:read",
  "experiments:write",
  "models:read",
  "models:write",
]);
const before = { ...process.env };
let task: Awaited<ReturnType<typeof runningTask>>;
let dir: string;
beforeAll(async () => {
  task = await runningTask(stores);
  dir = await mkdtemp(join(tmpdir(), "gwanje-tracking-"));
});
beforeEach(() => {
  Object.assign(process.env, {
    MLFLOW_TRACKING_URI: `${held.served.url}/mlflow`,
    MLFLOW_TRACKING_TOKEN: task.token,
    GWANJE_DAG_ID: task.dagId,
    GWANJE_TASK_ID: "a",
  });
});
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => rm(dir, { recursive: true }));

async function shown(runId: string) {
  const { info, data } = (await get("/runs/get", { run_id: runId })).body.run;
  const pairs = (of: { key: string; value: string }[] = []) =>
    Object.fromEntries(of.map(({ key, value }) => [key, value]));
  return { info, params: pairs(data.params), tags: pairs(data.tags), metrics: data.metrics ?? [] };
}
const file = async (runId: string, path: string) => {
  const { info } = await shown(runId);
  return (
    await send(
      "GET",
      `/mlflow/api/2.0/mlflow-artifacts/artifacts/${info.experiment_id}/${runId}/artifacts/${path}`,
    )
  ).text;
};

describe("a run", () => {
  test("is the attempt's, in its experiment, with what was logged in batches, files and its end", async () => {
    const run = await startRun({ experiment: "ours", name: "first", tags: { team: "ml" } });
    run.logParams({ lr: 0.1, depth: 3, early: true });
    run.logParam("optimizer", "adam");
    for (let step = 0; step < 2_300; step++) run.logMetric("loss", 1 / (step + 1), step);
    run.logMetrics({ auc: 0.7, bad: Number.NaN, worse: Number.POSITIVE_INFINITY });
    run.setTag("note", "한글");
    const path = join(dir, "notes.md");
    await writeFile(path, "# notes");
    await run.logArtifact(path, "docs/notes.md");
    await run.logText("plain", "a b/plain.txt");
    await run.logJson({ n: 1 }, "figures.json");
    await run.end();

    const { info, params, tags, metrics } = await shown(run.id);
    expect(info).toMatchObject({ status: "FINISHED", run_name: "first", experiment_id: run.experimentId });
    expect(params).toEqual({ lr: "0.1", depth: "3", early: "true", optimizer: "adam" });
    expect(tags).toMatchObject({ team: "ml", note: "한글", "mlflow.source.name": `${task.dagId}/a` });
    const named = Object.fromEntries(metrics.map((one: { key: string }) => [one.key, one]));
    expect(named).toMatchObject({ loss: { step: 2_299 }, auc: { value: 0.7 }, bad: { value: "NaN" } });
    const history = await get("/metrics/get-history", { run_id: run.id, metric_key: "loss" });
    expect(history.body.metrics).toHaveLength(2_300);
    expect(await file(run.id, "docs/notes.md")).toBe("# notes");
    expect(await file(run.id, "a%20b/plain.txt")).toBe("plain");
    expect(JSON.parse(await file(run.id, "figures.json"))).toEqual({ n: 1 });
    const row = await stores.db.prisma.experimentRun.findFirstOrThrow({ where: { name: "first" } });
    expect(row.attemptId).toBe(task.attemptId);
  });

  test("of many tasks that begin at once in a new experiment is in the same one", async () => {
    const runs = await Promise.all([1, 2, 3, 4].map(() => startRun({ experiment: "new for all" })));
    expect(new Set(runs.map(({ experimentId }) => experimentId)).size).toBe(1);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(4);
  });

  test("goes where the environment says, below another one, and is taken up again", async () => {
    process.env.MLFLOW_EXPERIMENT_NAME = "by the environment";
    const parent = await startRun();
    const child = await startRun({ parentRunId: parent.id });
    await child.end("KILLED");
    const again = await startRun({ runId: child.id });
    expect(again.experimentId).toBe(parent.experimentId);
    const { info, tags } = await shown(child.id);
    expect([info.status, tags["mlflow.parentRunId"]]).toEqual(["RUNNING", parent.id]);
  });

  test("ends as what its work came to, and what was refused is said", async () => {
    const ids: string[] = [];
    const done = await withRun({ name: "well" }, async (run) => {
      ids.push(run.id);
      return 7;
    });
    expect(done).toBe(7);
    const broken = withRun({ name: "badly" }, async (run) => {
      ids.push(run.id);
      throw new Error("no data");
    });
    await expect(broken).rejects.toThrow("no data");
    const refused = withRun({ name: "twice" }, async (run) => {
      ids.push(run.id);
      run.logParam("lr", 1);
      await run.flush();
      run.logParam("lr", 2);
    });
    await expect(refused).rejects.toMatchObject({ name: "TrackingError", code: "INVALID_PARAMETER_VALUE" });
    const states = await Promise.all(ids.map(async (id) => (await shown(id)).info.status));
    expect(states).toEqual(["FINISHED", "FAILED", "FAILED"]);
  });
});

test("a model is logged, registered version by version, and promoted by an alias", async () => {
  expect(await versionByAlias("delay", "champion")).toBeNull();
  const made = await withRun({ experiment: "models" }, async (run) => {
    run.logMetric("auc", 0.71);
    const model = await run.logModel({
      files: { "model.onnx": new Uint8Array([1, 2, 3]) },
      flavors: { onnx: { data: "model.onnx" } },
      signature: { inputs: [{ name: "hour", type: "double" }], outputs: [{ name: "late", type: "double" }] },
    });
    const description = JSON.parse(await file(run.id, "model/MLmodel"));
    expect(description).toMatchObject({ run_id: run.id, artifact_path: "model", model_size_bytes: 3 });
    expect(JSON.parse(description.signature.inputs)).toEqual([{ name: "hour", type: "double" }]);
    return [await registerModel("delay", model), await registerModel("delay", model, { tags: { day: 2 } })];
  });
  expect(made.map(({ version }) => version)).toEqual([1, 2]);
  expect(await versionByAlias("delay", "champion"), "no version has it").toBeNull();
  await setAlias("delay", "champion", 2);
  const champion = await versionByAlias("delay", "champion");
  expect(champion).toEqual(made[1]);
  await setVersionTag({ name: "delay", version: 2, runId: null }, "why", "the first");
  const { body } = await get("/model-versions/get", { name: "delay", version: "2" });
  expect(body.model_version).toMatchObject({
    tags: [
      { key: "day", value: "2" },
      { key: "why", value: "the first" },
    ],
  });
  expect(await metricsOf(champion?.runId ?? "")).toEqual({ auc: 0.71 });
});

describe("a server that", () => {
  let server: Server;
  const asked: string[] = [];
  let answers: number[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      request.resume();
      asked.push(request.url ?? "");
      const status = answers.shift() ?? 200;
      if (status === 0) return void response.destroy();
      response.writeHead(status).end(status === 200 ? '{"run":{"info":{},"data":{}}}' : "<html>busy</html>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => void server.close());
  beforeEach(() => {
    asked.length = 0;
    process.env.MLFLOW_TRACKING_URI = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  test("is busy, or breaks off, is asked again for what may be repeated", async () => {
    answers = [503, 0, 200];
    expect(await metricsOf("r")).toEqual({});
    expect(asked).toHaveLength(3);
  });
  test("may have made the run is not asked to make another", async () => {
    answers = [503, 0];
    await expect(startRun()).rejects.toMatchObject({ code: "unreachable" });
    expect(asked).toHaveLength(2);
  });
  test("answers no JSON is quoted", async () => {
    answers = [400];
    const refused = metricsOf("r");
    await expect(refused).rejects.toThrow(TrackingError);
    await expect(refused).rejects.toThrow(/answered 400: <html>busy/);
  });
});
