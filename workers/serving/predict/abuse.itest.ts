import { afterAll, beforeAll, expect, it } from "vitest";
import { closeModels, createEndpoint } from "@/lib/endpoints";
import { classifier, mlmodel, registry } from "@/lib/endpoints/testing";
import { drainPredictions } from "@/lib/predictions";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";

const stores = testStores();
const { model, version } = registry(stores);
let served: Served;
let token = "";
const NAME = "deep";

beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  token = await tokenOf(stores, ["predictions:run"]);
  const registered = await model();
  const columns = ["a", "b"].map((name) => ({ name, type: "double" }));
  await version(registered, { MLmodel: mlmodel(columns), "model.onnx": classifier([1, 2]) });
  const variant = { model: registered, version: 1 };
  await createEndpoint(testCtx(stores), { name: NAME, variant, deadline_ms: 30_000 });
});
afterAll(async () => {
  await drainPredictions(stores);
  await closeModels(stores);
  await served?.close();
});

async function post(path: string, body: string) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(served.url + path, { method: "POST", headers, body });
  return { status: response.status, text: await response.text() };
}
const DEPTH = 300_000;
const lists = `${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}`;
const objects = `${'{"a":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}`;
const tensor = (data: string) =>
  `{"inputs": [{"name": "features", "shape": [1, 2], "datatype": "FP32", "data": ${data}}]}`;

it.each<[string, string, string]>([
  ["lists in lists of a row", `/predict/${NAME}`, `{"instances": [${lists}]}`],
  ["objects in objects of a row", `/predict/${NAME}`, `{"instances": [${objects}]}`],
  ["lists in lists of a tensor", `/v2/models/${NAME}/infer`, tensor(lists)],
  ["objects in a table", `/invocations/${NAME}`, `{"dataframe_records": [${objects}]}`],
  ["lists in inputs", `/invocations/${NAME}`, `{"inputs": ${lists}}`],
  ["lists that are the body", `/predict/${NAME}`, lists],
])(
  "%s, 300,000 deep, are refused in a few words, and the next request is answered",
  async (_name, path, body) => {
    const { status, text } = await post(path, body);
    expect([400, 413, 422]).toContain(status);
    expect(text.length).toBeLessThan(5_000);
    expect((await post(`/predict/${NAME}`, '{"instances": [[1, 2]]}')).status).toBe(200);
  },
);

it.each([`/predict/${NAME}`, `/v2/models/${NAME}/infer`, `/invocations/${NAME}`])(
  "a body of 100 MB to %s is refused before it is read",
  async (path) => {
    // The connection may be closed before the client has sent all of it and reads the answer.
    const status = await post(path, `{"instances": [${" ".repeat(100 * 1024 * 1024)}]}`).then(
      (answer) => answer.status,
      (error: Error) => /EPIPE|ECONNRESET|other side closed/.exec(String(error.cause)) && 413,
    );
    expect(status).toBe(413);
    expect((await post(`/predict/${NAME}`, '{"instances": [[1, 2]]}')).status).toBe(200);
  },
);
