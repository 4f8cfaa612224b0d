import { afterAll, beforeAll, expect, it } from "vitest";
import { asyncPredictionsJob } from "@/lib/batch-predictions";
import { closeModels, createEndpoint } from "@/lib/endpoints";
import { classifier, registry } from "@/lib/endpoints/testing";
import { systemCtx } from "@/lib/platform/context";
import { drainPredictions } from "@/lib/predictions";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";

const stores = testStores();
const { model, version } = registry(stores);
let served: Served;
let token = "";
const NAME = "later";

beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  token = await tokenOf(stores, ["predictions:run"]);
  const registered = await model();
  await version(registered, { "model.onnx": classifier([1, 2]) });
  const variant = { model: registered, version: 1 };
  await createEndpoint(testCtx(stores), { name: NAME, variant, deadline_ms: 30_000 });
});
afterAll(async () => {
  await drainPredictions(stores);
  await closeModels(stores);
  await served?.close();
});

async function send(method: string, path: string, body?: object, more: Record<string, string> = {}) {
  const response = await fetch(served.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...more },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const ask = (more: Record<string, string> = {}) =>
  send("POST", `/predict/${NAME}?mode=async`, { instances: [[1, 2]] }, more);
/** What a process that takes such work does. */
const work = async () => {
  const job = asyncPredictionsJob(() => () => {});
  const turn = {
    ctx: systemCtx(stores, "work"),
    signal: new AbortController().signal,
    reason: "due" as const,
  };
  while ((await job.run(turn)) === "again");
};

it("is accepted with its address, and found there by who asked", async () => {
  const { status, headers, text } = await ask();
  expect(status).toBe(202);
  const { id } = JSON.parse(text);
  expect(headers.get("location")).toBe(`/predict/${NAME}/results/${id}`);
  expect(JSON.parse((await send("GET", `/predict/${NAME}/results/${id}`)).text)).toMatchObject({
    state: "queued",
  });
  await work();
  expect(JSON.parse((await send("GET", `/predict/${NAME}/results/${id}`)).text)).toMatchObject({
    state: "succeeded",
    result: { predictions: [{ label: 1 }] },
  });
  const stranger = await tokenOf(stores, ["predictions:run"]);
  const other = await send("GET", `/predict/${NAME}/results/${id}`, undefined, {
    authorization: `Bearer ${stranger}`,
  });
  expect([other.status, JSON.parse(other.text)]).toEqual([404, { detail: expect.any(String) }]);
});

it("tells its states by a stream that ends with it", async () => {
  const { id } = JSON.parse((await ask()).text);
  const streaming = send("GET", `/predict/${NAME}/results/${id}`, undefined, { accept: "text/event-stream" });
  await work();
  const { headers, text } = await streaming;
  expect(headers.get("content-type")).toContain("text/event-stream");
  expect(text).toContain("event: state");
  expect(text.trim().split("\n").at(-1)).toContain('"state":"succeeded"');
});

it("is one with its key, and is given up by DELETE", async () => {
  const key = { "idempotency-key": "once" };
  const [first, second] = [JSON.parse((await ask(key)).text), JSON.parse((await ask(key)).text)];
  expect(second.id).toBe(first.id);
  const address = `/predict/${NAME}/results/${first.id}`;
  expect(JSON.parse((await send("DELETE", address)).text)).toMatchObject({ state: "cancelled" });
  await work();
  expect(JSON.parse((await send("GET", address)).text)).toMatchObject({ state: "cancelled", result: null });
});

it("what is no request is refused as one that is answered at once", async () => {
  const { status, text } = await send("POST", `/predict/${NAME}?mode=async`, { instances: [] });
  expect([status, JSON.parse(text).detail[0].loc]).toEqual([422, ["body", "instances"]]);
  expect((await send("POST", "/predict/none?mode=async", { instances: [[1]] })).status).toBe(404);
  expect((await send("POST", `/predict/${NAME}?mode=later`, { instances: [[1]] })).status).toBe(422);
});
