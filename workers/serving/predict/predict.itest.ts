import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import type * as z from "zod";
import {
  changeEndpoint,
  closeModels,
  createEndpoint,
  deleteEndpoint,
  getEndpoint,
  rollBackEndpoint,
} from "@/lib/endpoints";
import type { EndpointInput } from "@/lib/endpoints/schema";
import {
  besideModel,
  classifier,
  elementwise,
  external,
  identities,
  lightgbmTrees,
  loop,
  mlmodel,
  registry,
  xgboostTrees,
} from "@/lib/endpoints/testing";
import { setAlias } from "@/lib/models";
import { stubEnv, testCtx, testStores, waitFor } from "@/lib/testing";
import { runningTask, type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";

const stores = testStores();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores);
let served: Served;
let token = "";
let made = 0;

/** Longer than a busy machine stands still. */
const PATIENT_MS = 30_000;
const COLUMNS = [
  { name: "distance", type: "double" },
  { name: "hour", type: "long" },
  { name: "wind", type: "double", required: false },
];

beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  token = await tokenOf(stores, ["predictions:run"]);
});
afterAll(async () => {
  await closeModels(stores);
  await served?.close();
});

type Limits = Partial<z.input<typeof EndpointInput>>;
/** An endpoint of the first version of a model of its own. */
async function endpoint(files: Parameters<typeof version>[1], limits: Limits = {}) {
  made += 1;
  const name = `served-${made}`;
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

async function send(method: string, path: string, body?: unknown, by = token, more = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(served.url + path, {
    method,
    headers: { authorization: `Bearer ${by}`, "content-type": "application/json", ...more },
    ...(body !== undefined && { body: text }),
  });
  const type = response.headers.get("content-type");
  return {
    status: response.status,
    type,
    retry: response.headers.get("retry-after"),
    body: await response.json(),
  };
}
const predict = (name: string, instances: unknown, by?: string) =>
  send("POST", `/predict/${name}`, typeof instances === "string" ? instances : { instances }, by);
const infer = (name: string, body: unknown) => send("POST", `/v2/models/${name}/infer`, body);
/** What a logistic regression of these weights says. */
const late = (...terms: number[]) => 1 / (1 + Math.exp(-terms.reduce((sum, term) => sum + term, 0)));

describe("/predict", () => {
  it("answers rows by the names of the signature, in whatever order, and rows in its order", async () => {
    const { name, model: registered } = await endpoint(delay([0.1, 0.2, 0.3]));
    const rows = [{ hour: 2, wind: 0.5, distance: 1 }, [1, 2, 0.5]];
    const { status, body, type } = await predict(name, rows);
    expect([status, type]).toEqual([200, "application/json; charset=utf-8"]);
    expect([body.model, body.variant]).toEqual([{ name: registered, version: 1 }, "main"]);
    for (const { label, probabilities } of body.predictions) {
      expect(label).toBe(1);
      expect(probabilities[1]).toBeCloseTo(late(0.1, 0.4, 0.15), 5);
    }
    expect(body.predictions[0]).toEqual(body.predictions[1]);
  });

  it("says of an answer that is no number that it is none", async () => {
    const { name } = await endpoint({ "model.onnx": elementwise("Log") });
    const { body } = await predict(name, [{ x: 1 }, { x: -1 }, [0]]);
    expect(body.predictions).toEqual([{ y: 0 }, { y: null }, { y: null }]);
    expect(body.warnings).toMatchObject([
      { loc: ["predictions", 1, "y"], type: "finite_number" },
      { loc: ["predictions", 2, "y"] },
    ]);
  });

  it("keeps every digit of a whole number of 64 bits", async () => {
    const { name } = await endpoint({ "model.onnx": identities({ id: "INT64", name: "STRING" }) });
    const { body } = await predict(
      name,
      '{"instances": [{"id": 9007199254740993, "name": "a"}, {"id": "-9223372036854775808", "name": "b"}, {"id": 7, "name": "c"}]}',
    );
    expect(body.predictions).toEqual([
      { id_out: "9007199254740993", name_out: "a" },
      { id_out: "-9223372036854775808", name_out: "b" },
      { id_out: 7, name_out: "c" },
    ]);
  });

  it.each<[string, unknown, (string | number)[], string]>([
    ["a column that is missing", [{ distance: 1 }], ["body", "instances", 0, "hour"], "missing"],
    [
      "one that is not there",
      [{ distance: 1, hour: 2, x: 3 }],
      ["body", "instances", 0, "x"],
      "extra_forbidden",
    ],
    [
      "another type",
      [
        [1, 2, 3],
        ["far", 2, 3],
      ],
      ["body", "instances", 1, 0],
      "float_type",
    ],
    [
      "a fraction for a whole number",
      [{ distance: 1, hour: 2.5 }],
      ["body", "instances", 0, "hour"],
      "int_from_float",
    ],
    ["a number beyond all", '{"instances": [[1e999, 2, 3]]}', ["body", "instances", 0, 0], "finite_number"],
    [
      "null where there must be one",
      [{ distance: null, hour: 1 }],
      ["body", "instances", 0, "distance"],
      "float_type",
    ],
    [
      "__proto__",
      '{"instances": [{"__proto__": 1}]}',
      ["body", "instances", 0, "__proto__"],
      "extra_forbidden",
    ],
    ["NaN of Python", '{"instances": [[NaN, 1, 2]]}', ["body"], "json_invalid"],
    ["no rows", [], ["body", "instances"], "too_short"],
    ["no list", { a: 1 }, ["body", "instances"], "list_type"],
    ["another field", '{"instances": [[1, 2, 3]], "inputs": []}', ["body"], "extra_forbidden"],
    ["no field", "{}", ["body", "instances"], "missing"],
  ])("refuses %s as FastAPI does", async (_name, rows, loc, type) => {
    const { status, body } = await predict(await shared(), rows);
    expect(status).toBe(422);
    expect(body.detail[0]).toMatchObject({ loc, type, msg: expect.any(String) });
  });

  it("takes 1,000 rows and refuses 1,001, and fewer where the endpoint says so", async () => {
    const name = await shared();
    const rows = (count: number) => Array.from({ length: count }, (_, at) => [at, 1, 1]);
    expect((await predict(name, rows(1_000))).body.predictions).toHaveLength(1_000);
    const { status, body } = await predict(name, rows(1_001));
    expect([status, body.detail[0].type, body.detail[0].loc]).toEqual([
      422,
      "too_long",
      ["body", "instances"],
    ]);
    const { name: small } = await endpoint(delay(), { max_rows: 2 });
    expect((await predict(small, rows(3))).body.detail[0].msg).toContain("at most 2");
  });

  it("is for those who may, and for running tasks", async () => {
    const name = await shared();
    const stranger = await tokenOf(stores, ["features:read"]);
    expect(await predict(name, [[1, 2, 3]], stranger)).toMatchObject({
      status: 403,
      body: { detail: expect.any(String) },
    });
    expect(await predict(name, [[1, 2, 3]], "none")).toMatchObject({ status: 401 });
    const task = await runningTask(stores);
    expect(await predict(name, [[1, 2, 3]], task.token)).toMatchObject({ status: 200 });
  });

  it.each<[string, Parameters<typeof version>[1], RegExp]>([
    [
      "of scikit-learn",
      { MLmodel: "flavors: {sklearn: {}, python_function: {}}" },
      /flavors python_function, sklearn/,
    ],
    ["without files", {}, /neither an MLmodel/],
    ["whose file is not there", { MLmodel: mlmodel([]) }, /model\.onnx/],
    ["whose file is said to lie elsewhere", { MLmodel: "flavors: {onnx: {data: ../../x}}" }, /\.\./],
    ["of two files", { "a.onnx": "x", "b.onnx": "y" }, /a\.onnx, b\.onnx/],
    ["with weights in a file that is not there", { "model.onnx": besideModel() }, /model\.onnx\.data/],
    ["with weights elsewhere", { "model.onnx": external("branch") }, /save_as_external_data/],
    [
      "of LightGBM that is a Python object",
      { MLmodel: "flavors: {lightgbm: {data: model.pkl}}", "model.pkl": "x" },
      /executes code.*booster_/,
    ],
    [
      "of XGBoost whose file is none",
      { MLmodel: "flavors: {xgboost: {data: model.ubj}}", "model.ubj": "{}" },
      /no model of XGBoost/,
    ],
  ])("says why a model %s does not answer", async (_name, files, words) => {
    const { name } = await endpoint(files);
    const { status, body } = await predict(name, [[1]]);
    expect([status, body.detail]).toEqual([409, expect.stringMatching(words)]);
  });

  it("models of XGBoost and LightGBM as MLflow logs them answer, a missing value too", async () => {
    const columns = [
      { name: "hour", type: "long" },
      { name: "distance", type: "double", required: false },
    ];
    const trees = await endpoint({
      MLmodel: mlmodel(columns, "xgboost: {data: model.json, model_format: json}"),
      "model.json": xgboostTrees(),
    });
    const rows = [{ distance: 499, hour: 1 }, [1, 500], { hour: 1, distance: null }, { hour: 1 }];
    const { body } = await predict(trees.name, rows);
    expect(body.predictions).toEqual([
      { prediction: 1 },
      { prediction: 2 },
      { prediction: 4 },
      { prediction: 4 },
    ]);
    expect((await send("GET", `/v2/models/${trees.name}`)).body).toMatchObject({
      platform: "xgboost_trees",
      inputs: [
        { name: "rows", datatype: "FP32", shape: [-1, 2], parameters: { columns: ["distance", "hour"] } },
      ],
    });

    const late = await endpoint({
      MLmodel: "flavors: {lightgbm: {data: model.lgb}}",
      "model.lgb": lightgbmTrees(),
    });
    const answered = await predict(late.name, [{ distance: 1, hour: 21 }]);
    expect(answered.body.predictions).toEqual([
      { label: 1, probabilities: [expect.any(Number), expect.any(Number)] },
    ]);
    expect(await predict(late.name, [{ distance: 1 }])).toMatchObject({ status: 422 });
  });

  it("a model whose weights lie beside it, as MLflow writes them, answers", async () => {
    const { name } = await endpoint({
      MLmodel: "flavors: {onnx: {data: data/model.onnx}}",
      "data/model.onnx": besideModel(),
      "data/model.onnx.data": new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer),
    });
    const inputs = [{ name: "x", shape: [4], datatype: "FP32", data: [1, 1, 1, 1] }];
    expect((await infer(name, { inputs })).body.outputs).toMatchObject([{ data: [2, 3, 4, 5] }]);
  });

  it("a model that does not end is ended at the deadline", async () => {
    const { name } = await endpoint({ "model.onnx": loop() }, { deadline_ms: 2_000 });
    const { status, retry, body } = await predict(name, [["4503599627370496"]]);
    expect([status, retry, body.detail]).toEqual([503, "1", expect.stringContaining("2000 ms")]);
    await expect.poll(async () => (await predict(name, [[10]])).body.predictions).toEqual([{ y: 20 }]);
  });

  it("more at once than the endpoint takes are refused, and the others answered", async () => {
    const { name } = await endpoint({ "model.onnx": loop() }, { max_in_flight: 1, deadline_ms: 4_000 });
    await predict(name, [[1]]);
    const both = await Promise.all([1, 2].map(() => predict(name, [["4503599627370496"]])));
    expect(both.map(({ status }) => status).sort()).toEqual([429, 503]);
  });
});

let one: Promise<{ name: string }> | undefined;
/** One endpoint of the model of delays, for tests that change nothing of it. */
async function shared(): Promise<string> {
  one ??= endpoint(delay());
  return (await one).name;
}

describe("what stands behind the name", () => {
  const answering = async (name: string) => {
    const { body } = await predict(name, [[1, 2, 3]]);
    return body.model?.version ?? body.detail;
  };

  it("follows the alias, the change and the roll-back, and never stops answering", async () => {
    const { name, model: registered } = await endpoint(delay());
    for (const weights of [
      [4, 5, 6],
      [7, 8, 9],
    ])
      await version(registered, delay(weights));
    const setTo = (number: number) =>
      setAlias(ctx(), { name: registered, version: String(number), alias: "best" });
    await setTo(2);
    expect(await answering(name)).toBe(1);
    const seen = new Set<unknown>();
    const until = (number: number) =>
      waitFor(`version ${number}`, async () => {
        const now = await answering(name);
        seen.add(now);
        return now === number;
      });
    await changeEndpoint(ctx(), {
      name,
      version: 1,
      change: { variant: { model: registered, alias: "best" } },
    });
    await until(2);
    await setTo(3);
    await until(3);
    await rollBackEndpoint(ctx(), { name, version: 2 });
    await until(1);
    expect([...seen].sort()).toEqual([1, 2, 3]);
  });

  it("goes on as before while the next version cannot be served", async () => {
    const { name, model: registered } = await endpoint(delay());
    await version(registered, { "model.onnx": "broken" });
    expect(await answering(name)).toBe(1);
    const change = { variant: { model: registered, version: 2 }, max_rows: 1 };
    await changeEndpoint(ctx(), { name, version: 1, change });
    const two = () =>
      predict(name, [
        [1, 2, 3],
        [1, 2, 3],
      ]);
    await waitFor("the change", async () => (await two()).status === 422);
    expect(await answering(name)).toBe(1);
  });

  it("is nothing when it is switched off, deleted, or its version is gone", async () => {
    const { name, model: registered } = await endpoint(delay());
    await answering(name);
    await changeEndpoint(ctx(), { name, version: 1, change: { enabled: false } });
    await waitFor("off", async () => (await predict(name, [[1, 2, 3]])).status === 503);
    await changeEndpoint(ctx(), { name, version: 2, change: { enabled: true } });
    await waitFor("on", async () => (await predict(name, [[1, 2, 3]])).status === 200);
    await stores.db.prisma.modelVersion.deleteMany({ where: { model: { name: registered } } });
    await waitFor("gone", async () => (await predict(name, [[1, 2, 3]])).status === 503);
    const { version: now } = await getEndpoint(ctx(), { name });
    await deleteEndpoint(ctx(), { name, version: now });
    await waitFor("deleted", async () => (await predict(name, [[1, 2, 3]])).status === 404);
  });
});

describe("several variants", () => {
  /** Versions 1 and 2 of one model, half and half by a header, both warm in the process that serves. */
  async function split(percents: [number, number], files = [delay([1, 1, 1]), delay([2, 2, 2])]) {
    const [one = {}, two = {}] = files;
    const { name, model: registered } = await endpoint(one);
    await version(registered, two);
    const variants = (of: readonly number[]) =>
      of.map((percent, at) => ({ name: `v${at + 1}`, model: registered, version: at + 1, percent }));
    const sticky = { by: "header", name: "X-User" } as const;
    const change = { variants: variants(percents), sticky };
    await changeEndpoint(ctx(), { name, version: 1, change });
    return { name, variants };
  }
  const rows = { instances: [[1, 2, 3]] };
  const by = (name: string, user: string) =>
    send("POST", `/predict/${name}`, rows, token, { "x-user": user });
  const users = Array.from({ length: 60 }, (_, at) => `user-${at}`);
  const answering = async (name: string) =>
    new Map(
      await Promise.all(users.map(async (user) => [user, (await by(name, user)).body.variant] as const)),
    );

  it("answer by a key that is always the same one's, say which they are, and a change of shares moves few keys", async () => {
    const { name, variants } = await split([50, 50]);
    const before = await answering(name);
    expect(new Set(before.values())).toEqual(new Set(["v1", "v2"]));
    expect(await answering(name)).toEqual(before);
    const { body } = await by(name, "user-0");
    expect(body.model.version).toBe(Number(String(body.variant).slice(1)));
    await changeEndpoint(ctx(), { name, version: 2, change: { variants: variants([70, 30]) } });
    await waitFor("the shares", async () => {
      const { body: view } = await send("GET", `/v2/models/${name}`);
      const now = await answering(name);
      return view.versions.length === 2 && users.some((user) => now.get(user) !== before.get(user));
    });
    const after = await answering(name);
    // A fifth of all keys goes from the second to the first, and none the other way.
    const moved = users.filter((user) => after.get(user) !== before.get(user));
    expect(moved.map((user) => after.get(user))).toEqual(moved.map(() => "v1"));
  });

  it("refuse a request without its key, which would meet either", async () => {
    const { name } = await split([50, 50]);
    expect(await send("POST", `/predict/${name}`, rows)).toMatchObject({
      status: 422,
      body: { detail: [{ type: "missing", loc: ["header", "X-User"] }] },
    });
    const tensor = { name: "features", shape: [1, 3], datatype: "FP32", data: [1, 2, 3] };
    expect(await infer(name, { inputs: [tensor] })).toMatchObject({ status: 400 });
  });

  it("answer under /v2 as under /predict, and each by its version whatever its share", async () => {
    const { name } = await split([99, 1]);
    const tensor = { name: "features", shape: [1, 3], datatype: "FP32", data: [1, 2, 3] };
    const path = `/v2/models/${name}`;
    expect((await send("GET", path)).body.versions).toEqual(["1", "2"]);
    for (const user of users.slice(0, 5)) {
      const { body } = await send("POST", `${path}/infer`, { inputs: [tensor] }, token, { "x-user": user });
      expect(body.parameters.variant).toBe((await by(name, user)).body.variant);
    }
    const second = await send("POST", `${path}/versions/2/infer`, { inputs: [tensor] });
    expect(second.body).toMatchObject({ model_version: "2", parameters: { variant: "v2" } });
    expect(await send("POST", `${path}/versions/3/infer`, { inputs: [tensor] })).toMatchObject({
      status: 404,
    });
  });

  it("share requests by chance without a key", async () => {
    const { name } = await split([50, 50]);
    await changeEndpoint(ctx(), { name, version: 2, change: { sticky: null } });
    await waitFor("no key", async () => (await predict(name, [[1, 2, 3]])).status === 200);
    const seen = new Set<string>();
    await waitFor("both", async () => {
      seen.add((await predict(name, [[1, 2, 3]])).body.variant);
      return seen.size === 2;
    });
  });

  it("end with what they are asked: a request that is under way is answered by the variant that is taken out", async () => {
    const { name, model: registered } = await endpoint({ "model.onnx": loop() });
    await version(registered, { "model.onnx": elementwise("Identity", "INT64") });
    expect((await predict(name, [[1]])).status).toBe(200);
    const long = predict(name, [["2000000"]]);
    const change = { variant: { model: registered, version: 2 } };
    await changeEndpoint(ctx(), { name, version: 1, change });
    await waitFor("the other", async () => (await predict(name, [{ x: 1 }])).body.model?.version === 2);
    expect(await long).toMatchObject({ status: 200, body: { model: { version: 1 } } });
  });
});

describe("/v2", () => {
  it("says that it is there, without a token", async () => {
    for (const [path, body] of [
      ["/v2", { name: "gwanje", version: "2", extensions: [] }],
      ["/v2/health/live", { live: true }],
      ["/v2/health/ready", { live: true, ready: true }],
    ] as const)
      expect(await (await fetch(served.url + path)).json()).toEqual(body);
  });

  it("says what an endpoint takes and gives, also by the version that answers", async () => {
    const name = await shared();
    const wanted = {
      name,
      versions: ["1"],
      platform: "onnxruntime_onnx",
      inputs: [{ name: "features", datatype: "FP32", shape: [-1, 3] }],
      outputs: [
        { name: "label", datatype: "INT64", shape: [-1] },
        { name: "probabilities", datatype: "FP32", shape: [-1, 2] },
      ],
    };
    expect((await send("GET", `/v2/models/${name}`)).body).toEqual(wanted);
    expect((await send("GET", `/v2/models/${name}/versions/1`)).body).toEqual(wanted);
    expect((await send("GET", `/v2/models/${name}/ready`)).body).toEqual({ name, ready: true });
    expect(await send("GET", `/v2/models/${name}/versions/2`)).toMatchObject({ status: 404 });
    expect(await send("GET", "/v2/models/nobody")).toMatchObject({
      status: 404,
      body: { error: expect.stringContaining("nobody") },
    });
  });

  it("answers tensors as /predict answers rows, under the caller's id", async () => {
    const name = await shared();
    const tensor = { name: "features", shape: [2, 3], datatype: "FP32", data: [1, 2, 3, -1, -2, -3] };
    const { body } = await infer(name, { id: "mine", inputs: [tensor], outputs: [{ name: "label" }] });
    expect(body).toEqual({
      model_name: name,
      model_version: "1",
      id: "mine",
      parameters: { variant: "main" },
      outputs: [{ name: "label", datatype: "INT64", shape: [2], data: [1, 0] }],
    });
    const { predictions } = (await predict(name, [[1, 2, 3]])).body;
    const all = await infer(name, { inputs: [{ ...tensor, shape: [1, 3], data: [[1, 2, 3]] }] });
    expect(all.body.outputs[1].data).toEqual(predictions[0].probabilities);
  });

  it.each<[string, object, RegExp]>([
    ["another datatype", { datatype: "FP64" }, /FP32/],
    ["another shape", { shape: [3] }, /-1/],
    ["too little data", { data: [1, 2] }, /3 values/],
    ["an unknown input", { name: "x" }, /no input "x"/],
    ["text for a number", { data: ["1", 2, 3] }, /valid number/],
    ["1,001 rows", { shape: [1_001, 3], data: [] }, /at most 1000 rows/],
  ])("refuses %s with 400 and one error", async (_name, wrong, words) => {
    const tensor = { name: "features", shape: [1, 3], datatype: "FP32", data: [1, 2, 3], ...wrong };
    expect(await infer(await shared(), { inputs: [tensor] })).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(words) },
    });
  });
});

test("an endpoint that is not there is 404 in the shape of each protocol", async () => {
  expect(await predict("nobody", [[1]])).toMatchObject({ status: 404, body: { detail: expect.any(String) } });
  expect(await send("GET", "/predict")).toMatchObject({ status: 404, body: { detail: expect.any(String) } });
  expect(await send("GET", "/v2/nothing")).toMatchObject({
    status: 404,
    body: { error: expect.any(String) },
  });
});
