import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { closeModels, createEndpoint } from "@/lib/endpoints";
import { classifier, mlmodel, registry } from "@/lib/endpoints/testing";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";

const stores = testStores();
const { model, version } = registry(stores);
let served: Served;
let token = "";
let table = "";
let tensors = "";

beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  token = await tokenOf(stores, ["predictions:run"]);
  const columns = mlmodel([
    { name: "distance", type: "double" },
    { name: "hour", type: "long" },
    { name: "wind", type: "double", required: false },
  ]);
  table = await endpoint("table", { MLmodel: columns, "model.onnx": classifier([1, 2, 3]) });
  tensors = await endpoint("tensors", { "model.onnx": classifier([1, 2, 3]) });
});
afterAll(async () => {
  await closeModels(stores);
  await served?.close();
});

async function endpoint(name: string, files: Parameters<typeof version>[1]): Promise<string> {
  const registered = await model();
  await version(registered, files);
  await createEndpoint(testCtx(stores), {
    name,
    variant: { model: registered, version: 1 },
    deadline_ms: 30_000,
  });
  return name;
}

async function send(path: string, body: unknown, type = "application/json", by = token) {
  const response = await fetch(`${served.url}/invocations/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${by}`, "content-type": type },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
const SPLIT = { dataframe_split: { columns: ["hour", "distance", "note"], data: [[2, 0.5, "x"]] } };

describe("MLflow's scoring protocol", () => {
  it("answers a table for a table, in each of its forms and as CSV, at both addresses", async () => {
    const csv = "note,distance,hour,wind\nx,0.5,2,\n";
    const answers = [
      await send(table, SPLIT),
      await send(`${table}/invocations`, { dataframe_records: [{ distance: 0.5, hour: 2 }] }),
      await send(table, { instances: [{ distance: 0.5, hour: 2 }] }, "application/json; charset=utf-8"),
      await send(table, { inputs: { distance: [0.5], hour: [2] } }),
      await send(table, csv, "text/csv"),
    ];
    const [first] = answers;
    expect(first).toMatchObject({ status: 200, body: { predictions: [{ label: expect.any(Number) }] } });
    for (const answer of answers) expect(answer).toEqual(first);
  });

  it("answers lists by output for tensors", async () => {
    const { status, body } = await send(tensors, {
      inputs: [
        [1, 2, 3],
        [-1, -2, -3],
      ],
    });
    expect([status, body.predictions.label]).toEqual([200, [1, 0]]);
    expect(body.predictions.probabilities).toHaveLength(2);
  });

  it("is there at the addresses that its clients look at before", async () => {
    const get = (path: string, by = token) =>
      fetch(`${served.url}/invocations/${path}`, { headers: { authorization: `Bearer ${by}` } });
    for (const path of ["ping", "health"]) {
      const answer = await get(`${table}/${path}`);
      expect([answer.status, await answer.text()]).toEqual([200, "\n"]);
      expect((await get(`nobody/${path}`)).status).toBe(404);
    }
    expect(await (await get(`${table}/version`)).text()).toMatch(/^\d+\.\d+/);
    expect((await get(`${table}/ping`, "none")).status).toBe(401);
  });
});

test.each<[string, unknown, string, number, string, RegExp]>([
  ["a list", [1], "application/json", 400, "INVALID_PARAMETER_VALUE", /./],
  ["two forms", { inputs: [], instances: [] }, "application/json", 400, "BAD_REQUEST", /exactly one/],
  ["no JSON", "{", "application/json", 400, "INVALID_PARAMETER_VALUE", /JSON/],
  [
    "a column that is missing",
    { dataframe_records: [{ hour: 1 }] },
    "application/json",
    400,
    "INVALID_PARAMETER_VALUE",
    /distance/,
  ],
  [
    "a fraction for a whole number",
    { dataframe_records: [{ distance: 1, hour: "1.5" }] },
    "application/json",
    400,
    "INVALID_PARAMETER_VALUE",
    /integer/,
  ],
  [
    "1,001 rows",
    { inputs: new Array(1_001).fill([1, 2, 3]) },
    "application/json",
    400,
    "INVALID_PARAMETER_VALUE",
    /1000/,
  ],
  [
    "CSV of 1,001 rows",
    `distance,hour\n${"1,2\n".repeat(1_001)}`,
    "text/csv",
    400,
    "BAD_REQUEST",
    /1000 rows/,
  ],
  ["another media type", "x", "application/x-parquet", 415, "BAD_REQUEST", /text\/csv/],
])("%s is refused as MLflow names it, without a trace", async (_name, body, type, status, code, words) => {
  const answer = await send(table, body, type);
  expect(answer).toEqual({ status, body: { error_code: code, message: expect.stringMatching(words) } });
});

test("an endpoint that is not there and a caller that may not ask are told so", async () => {
  expect(await send("nobody", SPLIT)).toMatchObject({
    status: 404,
    body: { error_code: "RESOURCE_DOES_NOT_EXIST" },
  });
  const stranger = await tokenOf(stores, ["features:read"]);
  expect(await send(table, SPLIT, "application/json", stranger)).toMatchObject({
    status: 403,
    body: { error_code: "PERMISSION_DENIED" },
  });
});
