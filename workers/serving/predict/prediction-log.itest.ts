import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type * as z from "zod";
import { changeEndpoint, closeModels, createEndpoint } from "@/lib/endpoints";
import type { EndpointInput } from "@/lib/endpoints/schema";
import { classifier, elementwise, identities, loop, mlmodel, registry } from "@/lib/endpoints/testing";
import { createDb, poolSql } from "@/lib/platform/db";
import {
  drainPredictions,
  getPrediction,
  giveFeedback,
  listPredictions,
  replayPrediction,
  replayPredictions,
} from "@/lib/predictions";
import { stubEnv, testCtx, testStores, waitFor } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { whileHeld } from "@/lib/testing/held";
import { runningTask, type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";

const stores = testStores();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores);
let served: Served;
let token = "";
let made = 0;
const PATIENT_MS = 30_000;
const COLUMNS = [
  { name: "distance", type: "double" },
  { name: "hour", type: "long" },
  { name: "wind", type: "double", required: false },
];
const TRACE = "0af7651916cd43dd8448eb211c80319c";

beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  token = await tokenOf(stores, ["predictions:run"]);
});
afterAll(async () => {
  await drainPredictions(stores);
  closeModels(stores);
  await served?.close();
});

type Limits = Partial<z.input<typeof EndpointInput>>;
async function endpoint(files: Parameters<typeof version>[1], limits: Limits = {}) {
  made += 1;
  const name = `kept-${made}`;
  const registered = await model();
  await version(registered, files);
  await createEndpoint(ctx(), {
    name,
    variant: { model: registered, version: 1 },
    deadline_ms: PATIENT_MS,
    ...limits,
  });
  return { name, model: registered };
}
const delay = (weights = [1, 2, 3]) => ({ MLmodel: mlmodel(COLUMNS), "model.onnx": classifier(weights) });

async function send(path: string, body: unknown, headers: Record<string, string> = {}, url = served.url) {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const id = response.headers.get("x-prediction-id") ?? "";
  return { status: response.status, id, body: await response.json() };
}
const predict = (name: string, instances: unknown, headers?: Record<string, string>) =>
  send(`/predict/${name}`, typeof instances === "string" ? instances : { instances }, headers);
async function stored(prediction_id: string) {
  await drainPredictions(stores);
  return getPrediction(ctx(), { prediction_id });
}
async function all(name: string) {
  await drainPredictions(stores);
  return (await listPredictions(ctx(), { endpoint: name, limit: 200 })).data;
}

describe("what is kept", () => {
  it("is the request, the answer, who answered and who asked, under the id of the answer", async () => {
    const { name, model: registered } = await endpoint(delay());
    const instances = [{ distance: 1, hour: 2 }, [3, 4, 5]];
    const { id, body } = await predict(name, instances, {
      traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
      "x-request-id": "req-of-the-caller",
    });
    expect(body.id).toBe(id);
    const kept = await stored(id);
    expect(kept).toMatchObject({
      endpoint: name,
      protocol: "predict",
      variant: 1,
      model: { name: registered, version: 1 },
      outcome: "ok",
      rows: 2,
      kept_rows: 2,
      request: instances,
      response: body.predictions,
      caller: { type: "token" },
      trace_id: TRACE,
      features: null,
      run_id: null,
    });
    const { parse, features, wait, run, encode } = kept.latency_ms;
    expect(features).toBe(0);
    for (const ms of [parse, wait, run, encode]) expect(ms).toBeGreaterThan(0);
    expect(kept.total_ms).toBeCloseTo(parse + wait + run + encode, 6);
  });

  it("is what tasks ask too, by their run", async () => {
    const { name } = await endpoint(delay());
    const task = await runningTask(stores);
    const { id } = await predict(name, [[1, 2, 3]], task.headers);
    expect(await stored(id)).toMatchObject({
      caller: { type: "attempt", id: task.attemptId },
      run_id: task.runId,
    });
  });

  it("is tensors as they were sent, under the caller's id or ours", async () => {
    const { name } = await endpoint(delay());
    const tensor = { name: "features", shape: [1, 3], datatype: "FP32", data: [1, 2, 3] };
    const ours = await send(`/v2/models/${name}/infer`, { inputs: [tensor] });
    expect(ours.body.id).toBe(ours.id);
    const theirs = await send(`/v2/models/${name}/infer`, { id: "mine", inputs: [tensor] });
    expect(theirs.body.id).toBe("mine");
    expect(await stored(theirs.id)).toMatchObject({
      protocol: "open_inference",
      request: { inputs: [tensor] },
      response: theirs.body.outputs,
    });
  });

  it("is what a model refused, and why; what no version was found for is not", async () => {
    const { name } = await endpoint(delay(), { log_rate: 0 });
    const refused = await predict(name, [{ distance: "far", hour: 1 }]);
    expect(await stored(refused.id)).toMatchObject({
      outcome: "invalid",
      error: expect.stringContaining("distance"),
      request: [{ distance: "far", hour: 1 }],
      response: null,
    });
    const nobody = await predict("nobody", [[1]]);
    expect([nobody.status, nobody.id.slice(0, 5)]).toEqual([404, "pred_"]);
    expect(await all("nobody")).toEqual([]);
  });

  it("is a request that took too long", async () => {
    const { name } = await endpoint({ "model.onnx": loop() }, { deadline_ms: 2_000, log_rate: 0 });
    const { status, id } = await predict(name, [["4503599627370496"]]);
    expect(status).toBe(503);
    expect(await stored(id)).toMatchObject({ outcome: "unavailable", request: [["4503599627370496"]] });
  });

  it("keeps each digit of 64 bits, the sign of zero, and says null for what is no number", async () => {
    const { name } = await endpoint({ "model.onnx": identities({ id: "INT64", x: "DOUBLE" }) });
    const { id, body } = await predict(
      name,
      '{"instances": [{"id": 9007199254740993, "x": -0.0}, {"id": 7, "x": 1e-320}]}',
    );
    const kept = await stored(id);
    expect(kept.request).toEqual([
      { id: "9007199254740993", x: -0 },
      { id: 7, x: 1e-320 },
    ]);
    expect(kept.response).toEqual([
      { id_out: "9007199254740993", x_out: -0 },
      { id_out: 7, x_out: 1e-320 },
    ]);
    expect(body.predictions[1]).toEqual({ id_out: 7, x_out: 1e-320 });
    const { name: logs } = await endpoint({ "model.onnx": elementwise("Log") });
    expect((await stored((await predict(logs, [[1], [-1]])).id)).response).toEqual([{ y: 0 }, { y: null }]);
  });

  it("has no header of the request in it", async () => {
    const { name } = await endpoint(delay());
    const { id } = await predict(name, [[1, 2, 3]], {
      cookie: "session=cookie-of-nobody",
      "x-api-key": "key-of-nobody",
      traceparent: "trace-of-nobody",
    });
    await stored(id);
    const [row] = await poolSql(stores.db.pool).rows<{ text: string }>(
      "SELECT p::text AS text FROM prediction p WHERE prediction_id = $1",
      [id],
    );
    expect(row?.text).toContain(id);
    expect(row?.text).not.toMatch(/of-nobody|Bearer/);
    expect(row?.text).not.toContain(token);
  });

  it("is cut by the endpoint's rule and by size, with a mark", async () => {
    const { name } = await endpoint(delay(), { log_rows: 2 });
    expect(
      await stored(
        (
          await predict(name, [
            [1, 1, 1],
            [2, 2, 2],
            [3, 3, 3],
          ])
        ).id,
      ),
    ).toMatchObject({
      rows: 3,
      kept_rows: 2,
      request: [
        [1, 1, 1],
        [2, 2, 2],
      ],
      response: [expect.anything(), expect.anything()],
    });
    const { name: texts } = await endpoint({ "model.onnx": identities({ text: "STRING" }) });
    const long = "x".repeat(100_000);
    const { id, body } = await predict(texts, [[long], [long], [long]]);
    expect(body.predictions).toHaveLength(3);
    const kept = await stored(id);
    expect([kept.rows, kept.kept_rows]).toEqual([3, 1]);
    // One row of a whole body.
    const huge = await stored((await predict(texts, [["x".repeat(1_000_000)]])).id);
    expect([huge.rows, huge.kept_rows, huge.request]).toEqual([1, 0, []]);
  });

  it("is a share of the answers", async () => {
    const { name } = await endpoint(delay(), { log_rate: 0 });
    for (let sent = 0; sent < 3; sent++) await predict(name, [[1, 2, 3]]);
    expect(await all(name)).toEqual([]);
    await changeEndpoint(ctx(), { name, version: 1, change: { log_rate: 1 } });
    await waitFor("the change", async () => {
      await predict(name, [[1, 2, 3]]);
      return (await all(name)).length > 0;
    });
  });
});

describe("answers never wait for it", () => {
  it("while its table is locked", async () => {
    const { name } = await endpoint(delay());
    await stored((await predict(name, [[1, 2, 3]])).id);
    const ids = await whileHeld(
      stores.db.pool,
      (sql) => sql.rows("LOCK TABLE prediction IN ACCESS EXCLUSIVE MODE"),
      async () => {
        const answers = await Promise.all(Array.from({ length: 20 }, () => predict(name, [[1, 2, 3]])));
        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
        return answers.map(({ id }) => id);
      },
    );
    const kept = (await all(name)).map(({ id }) => id);
    expect(kept).toEqual(expect.arrayContaining(ids));
  });

  it("while the database is away: it buffers, says so, and writes when it is back", async () => {
    const { name } = await endpoint(delay());
    const door = await openDoor(stores.env.DATABASE_URL);
    const db = createDb(door.url, 6);
    const apart = { ...stores, db };
    const plane = await serve(apart);
    const ask = () => send(`/predict/${name}`, { instances: [[1, 2, 3]] }, {}, plane.url);
    try {
      // A token is forgotten once when its cache hears of changes for the first time.
      await waitFor("both caches of tokens", async () => {
        const [, listeners] = await stores.redis.pubsub("NUMSUB", "gwanje:tokens");
        return Number(listeners) >= 2;
      });
      for (let asked = 0; asked < 2; asked++) expect((await ask()).status).toBe(200);
      await drainPredictions(apart);
      await door.shut();
      const answers = await Promise.all(Array.from({ length: 5 }, ask));
      expect(answers.map(({ status, body }) => [status, body.detail])).toEqual(
        answers.map(() => [200, undefined]),
      );
      await waitFor("the log to say so", async () =>
        /^gwanje_prediction_log_bytes [1-9]/m.test(await metricsOf(plane)),
      );
      await door.open();
      await waitFor("all of them", async () => {
        await drainPredictions(apart);
        return (await all(name)).length === 7;
      });
      expect((await all(name)).map(({ id }) => id)).toEqual(
        expect.arrayContaining(answers.map(({ id }) => id)),
      );
    } finally {
      await plane.close();
      await door.shut();
      await db.close();
    }
  });
});

async function metricsOf({ url }: Served): Promise<string> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: "Bearer metrics-token" } });
  return response.text();
}

test("feedback over HTTP joins, and is refused as FastAPI does", async () => {
  const { name } = await endpoint(delay());
  const { id } = await predict(name, [[1, 2, 3]]);
  const give = (feedback: unknown) => send(`/predict/${name}/feedback`, { feedback });
  const first = await give([{ prediction_id: id, label: 1, time: "2026-01-05T10:00:00Z" }]);
  expect(first).toMatchObject({
    status: 200,
    body: { feedback: [{ prediction_id: id, row: 0, status: expect.stringMatching(/joined|pending/) }] },
  });
  expect((await give([{ prediction_id: id, label: 1, time: "2026-01-05T10:00:00Z" }])).body).toMatchObject({
    feedback: [{ status: "repeated" }],
  });
  expect(await stored(id)).toMatchObject({ feedback: [{ row: 0, label: 1 }] });
  const { status, body } = await give([{ prediction_id: id, label: { a: 1 } }]);
  expect([status, body.detail[0].loc]).toEqual([422, ["body", "feedback", 0, "label"]]);
  expect(
    (await send("/predict/nobody/feedback", { feedback: [{ prediction_id: id, label: 1 }] })).status,
  ).toBe(404);
});

describe("replay", () => {
  it("is the same bit for bit by the same version, and says where another one differs", async () => {
    const { name, model: registered } = await endpoint(delay([0.1, 0.2, 0.3]));
    await version(registered, delay([0.4, 0.2, 0.3]));
    const rows = [
      [1, 2, 0.123456789],
      [0, 2, -0],
    ];
    const { id } = await predict(name, rows);
    await stored(id);
    const same = await replayPrediction(ctx(), { prediction_id: id, by: {} });
    expect(same).toMatchObject({
      model: null,
      same: 1,
      different: 0,
      data: [
        { prediction_id: id, result: "same", answered_by: { name: registered, version: 1 }, changes: [] },
      ],
    });
    const other = await replayPrediction(ctx(), { prediction_id: id, by: { version: 2 } });
    expect(other).toMatchObject({ model: { name: registered, version: 2 }, same: 0, different: 1 });
    const [result] = other.data;
    // Only the weight of the first column is another one, and the second row has 0 there.
    expect(result).toMatchObject({ rows: 2, changed_rows: 1, result: "different" });
    expect(result?.changes.map(({ row, path }) => [row, path])).toEqual([
      [0, "probabilities.0"],
      [0, "probabilities.1"],
    ]);
    expect(await all(name)).toHaveLength(1);
  });

  it("answers the last of an endpoint again, tensors too, and leaves out what was cut", async () => {
    const { name } = await endpoint(delay(), { log_rows: 2 });
    const cut = await predict(name, [
      [1, 1, 1],
      [2, 2, 2],
      [3, 3, 3],
    ]);
    await predict(name, [[1, 2, 3]]);
    const tensor = { name: "features", shape: [1, 3], datatype: "FP32", data: [1, 2, 3] };
    await send(`/v2/models/${name}/infer`, { inputs: [tensor], outputs: [{ name: "label" }] });
    await predict(name, [["far", 1, 1]]);
    await drainPredictions(stores);
    const { data, ...counts } = await replayPredictions(ctx(), { endpoint: name });
    expect(counts).toEqual({ model: null, same: 2, different: 0, failed: 0, not_replayed: 1 });
    expect(data.find(({ prediction_id }) => prediction_id === cut.id)).toMatchObject({
      result: "not_replayed",
      reason: expect.stringContaining("2 of its 3 rows"),
    });
  });

  it("says why a version does not answer", async () => {
    const { name, model: registered } = await endpoint(delay());
    await version(registered, { "model.onnx": "broken" });
    await version(registered, { "model.onnx": elementwise("Log") });
    const { id } = await predict(name, [[1, 2, 3]]);
    await stored(id);
    const by = (input: { version?: number; model?: string }) =>
      replayPrediction(ctx(), { prediction_id: id, by: input });
    await expect(by({ version: 2 })).rejects.toThrow(/cannot be served/);
    await expect(by({ version: 9 })).rejects.toThrow(/no model version/);
    await expect(by({ model: registered })).rejects.toThrow(/version/);
    expect((await by({ version: 3 })).data[0]).toMatchObject({
      result: "failed",
      reason: expect.any(String),
    });
    await stores.db.prisma.modelVersion.deleteMany({ where: { version: 1, model: { name: registered } } });
    expect((await by({})).data[0]).toMatchObject({
      result: "failed",
      reason: expect.stringContaining(registered),
    });
  });
});

test("feedback of a running task is taken", async () => {
  const { name } = await endpoint(delay());
  const { id } = await predict(name, [[1, 2, 3]]);
  const task = await runningTask(stores);
  const feedback = [{ prediction_id: id, label: 0 }];
  expect((await send(`/predict/${name}/feedback`, { feedback }, task.headers)).status).toBe(200);
  expect(await giveFeedback(ctx(), { endpoint: name, feedback })).toMatchObject({
    feedback: [{ status: "repeated" }],
  });
});
