import { afterAll, beforeAll, expect, it } from "vitest";
import { closeModels, createEndpoint, predict } from "@/lib/endpoints";
import { classifier, loop, registry } from "@/lib/endpoints/testing";
import { createWebhook, listDeliveries } from "@/lib/models";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { drainPredictions, listPredictions } from "@/lib/predictions";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { acceptPrediction, cancelAsyncPrediction, getAsyncPrediction } from "../index";
import { answerWaiting } from "./answer";
import { claimAsync, deleteExpired, endAsync } from "./repository";

const stores = testStores();
const { model, version } = registry(stores);
const person = newId("usr");
const ctx = () => testCtx(stores, "everything", { id: person });
beforeAll(() => stubEnv(stores.env));
afterAll(async () => {
  await drainPredictions(stores);
  await closeModels(stores);
});

const BODY = {
  instances: [
    [1, 2],
    [3, 4],
  ],
};
let made = 0;
async function endpoint(bytes = classifier([0.1, 0.2])) {
  made += 1;
  const name = `later-${made}`;
  const registered = await model();
  await version(registered, { "model.onnx": bytes });
  await createEndpoint(ctx(), { name, variant: { model: registered, version: 1 }, deadline_ms: 30_000 });
  return name;
}
const work = async () => {
  while ((await answerWaiting(stores)) > 0);
};

it("is answered as a request is answered at once", async () => {
  const name = await endpoint();
  const { id, state } = await acceptPrediction(ctx(), { endpoint: name, body: BODY });
  expect(state).toBe("queued");
  await work();
  const { predictions, model: answering } = await predict(ctx(), { endpoint: name, body: BODY });
  expect(await getAsyncPrediction(ctx(), { endpoint: name, id })).toMatchObject({
    ...{ state: "succeeded", error: null },
    result: { predictions, model: answering },
  });
  await expect
    .poll(async () => (await listPredictions(ctx(), { endpoint: name })).data)
    .toMatchObject([{ outcome: "ok", rows: 2 }]);
  await expect(getAsyncPrediction(testCtx(stores), { endpoint: name, id })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

it("what is wrong with it is its result", async () => {
  const name = await endpoint();
  const { id } = await acceptPrediction(ctx(), { endpoint: name, body: { instances: [["far", 2]] } });
  await work();
  expect(await getAsyncPrediction(ctx(), { endpoint: name, id })).toMatchObject({
    ...{ state: "failed", result: null },
    error: { code: "INVALID", errors: [{ pointer: "/instances/0/0" }] },
  });
});

it("a second request with its key is the first, and another body is refused", async () => {
  const name = await endpoint();
  const ask = { endpoint: name, idempotency: "key-1" };
  const [first, second] = await Promise.all(
    [1, 2].map(() => acceptPrediction(ctx(), { ...ask, body: BODY })),
  );
  expect(first?.id).toBe(second?.id);
  await expect(acceptPrediction(ctx(), { ...ask, body: { instances: [[1, 1]] } })).rejects.toMatchObject({
    code: "INVALID",
  });
  const other = await acceptPrediction(testCtx(stores), { ...ask, body: BODY });
  expect(other.id).not.toBe(first?.id);
});

it("one that is given up is not answered, also when a process has it", async () => {
  const name = await endpoint(loop());
  const sql = poolSql(stores.db.pool);
  const waiting = await acceptPrediction(ctx(), { endpoint: name, body: { instances: [[1]] } });
  expect(await cancelAsyncPrediction(ctx(), { endpoint: name, id: waiting.id })).toMatchObject({
    state: "cancelled",
  });
  await work();
  const { id } = await acceptPrediction(ctx(), { endpoint: name, body: { instances: [[1]] } });
  const [claimed] = await claimAsync(sql, 1, 60_000);
  expect(claimed?.id).toBe(id);
  await cancelAsyncPrediction(ctx(), { endpoint: name, id });
  expect(await endAsync(sql, { id, attempts: 1 }, { answer: "{}" })).toBe(false);
  expect(await getAsyncPrediction(ctx(), { endpoint: name, id })).toMatchObject({
    state: "cancelled",
    result: null,
  });
});

it("one whose process is gone is answered by another, and the first comes too late", async () => {
  const name = await endpoint();
  const sql = poolSql(stores.db.pool);
  const { id } = await acceptPrediction(ctx(), { endpoint: name, body: BODY });
  expect(await claimAsync(sql, 1, -60_000)).toMatchObject([{ id, attempts: 1 }]);
  await work();
  expect(await getAsyncPrediction(ctx(), { endpoint: name, id })).toMatchObject({ state: "succeeded" });
  expect(await endAsync(sql, { id, attempts: 1 }, { answer: "null" })).toBe(false);
});

it("a webhook is told of the end, and only one that is there", async () => {
  const name = await endpoint();
  const hook = await createWebhook(ctx(), { url: "https://hooks.example/", events: ["model_alias.set"] });
  const { id } = await acceptPrediction(ctx(), { endpoint: name, body: BODY, webhook: hook.id });
  await work();
  const { data } = await listDeliveries(ctx(), { id: hook.id });
  expect(data).toMatchObject([{ type: "prediction.ended", state: "pending" }]);
  expect(JSON.parse(data[0]?.body ?? "{}")).toMatchObject({
    data: { id, endpoint: name, state: "succeeded", result: { predictions: [{ label: 1 }, { label: 1 }] } },
  });
  const unknown = acceptPrediction(ctx(), { endpoint: name, body: BODY, webhook: "whk_none" });
  await expect(unknown).rejects.toMatchObject({ code: "INVALID" });
});

it("of an endpoint that is not there is refused at once, and one over its time is gone", async () => {
  await expect(acceptPrediction(ctx(), { endpoint: "none", body: BODY })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const name = await endpoint();
  const { id } = await acceptPrediction(ctx(), { endpoint: name, body: BODY });
  await stores.db.pool.query(
    "UPDATE async_prediction SET expires_at = now() - interval '1 hour' WHERE id = $1",
    [id],
  );
  await expect(getAsyncPrediction(ctx(), { endpoint: name, id })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await deleteExpired(poolSql(stores.db.pool), 10)).toBe(1);
});
