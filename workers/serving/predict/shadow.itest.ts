import { afterAll, beforeAll, expect, test } from "vitest";
import { changeEndpoint, closeModels, createEndpoint, listPairs } from "@/lib/endpoints";
import { writePairs } from "@/lib/endpoints/shadow/keep-counts";
import { classifier, elementwise, loop, registry } from "@/lib/endpoints/testing";
import { stubEnv, testCtx, testStores, waitFor } from "@/lib/testing";
import { type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";

const stores = testStores();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores);
let served: Served;
let token = "";
let made = 0;

beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  token = await tokenOf(stores, ["predictions:run"]);
});
afterAll(async () => {
  await closeModels(stores);
  await served?.close();
});

/** An endpoint of the first version of a model, shadowed by the second. */
async function shadowed(live: Uint8Array, shadow: Uint8Array, deadline_ms = 30_000) {
  made += 1;
  const name = `shadowed-${made}`;
  const registered = await model();
  for (const file of [live, shadow]) await version(registered, { "model.onnx": file });
  await createEndpoint(ctx(), {
    name,
    variant: { model: registered, version: 1 },
    shadow: { model: registered, version: 2 },
    deadline_ms,
  });
  return { name, model: registered };
}

async function ask(path: string, body: unknown) {
  const response = await fetch(served.url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
const predict = (name: string, instances: unknown[]) => ask(`/predict/${name}`, { instances });

/** What is counted of the only pair of an endpoint, as soon as it is what is waited for. */
async function counted(name: string, isThere: (pair: Pair) => boolean): Promise<Pair> {
  return waitFor("what the shadow said", async () => {
    await writePairs(stores);
    const [pair] = (await listPairs(ctx(), { name })).data;
    return pair && isThere(pair) ? pair : null;
  });
}
type Pair = Awaited<ReturnType<typeof listPairs>>["data"][number];

test("each answer is compared with that of the shadow, which no caller sees", async () => {
  const { name, model: registered } = await shadowed(classifier([1, 1]), classifier([1, -1]));
  const ids: string[] = [];
  for (const row of [
    [3, 1],
    [1, 3],
    [2, 4],
  ]) {
    const { body } = await predict(name, [row, [5, 1]]);
    expect([body.variant, body.model.version]).toEqual(["main", 1]);
    ids.push(body.id);
  }
  const tensor = { name: "features", shape: [1, 2], datatype: "FP32", data: [4, 1] };
  const { body } = await ask(`/v2/models/${name}/infer`, { inputs: [tensor], outputs: [{ name: "label" }] });
  expect(body.parameters.variant).toBe("main");
  const pair = await counted(name, ({ compared }) => compared === 4);
  expect(pair).toMatchObject({
    live: { variant: "main", number: 1, model: registered, version: 1 },
    shadow: { variant: "shadow", number: 2, model: registered, version: 2 },
    failed: 0,
    dropped: 0,
    live_ms: expect.any(Number),
    shadow_ms: expect.any(Number),
    slower_ms: { value: expect.any(Number), low: expect.any(Number), high: expect.any(Number) },
  });
  // Of each answer that the log keeps, the number that quality judges; what asked for labels alone is judged by these.
  const { rows: kept } = await stores.db.pool.query(
    "SELECT prediction_id, output, live, shadow FROM endpoint_pair_answer ORDER BY output DESC",
  );
  expect(kept.map(({ output, live, shadow }) => [output, live.length, shadow.length])).toEqual([
    ...Array.from({ length: 3 }, () => ["probabilities.1", 2, 2]),
    ["label", 1, 1],
  ]);
  const first = kept.find(({ prediction_id }) => prediction_id === ids[0]);
  const { body: again } = await predict(name, [[3, 1]]);
  expect(first.live[0]).toBeCloseTo(again.predictions[0].probabilities[1], 12);
  expect(first.shadow[0]).not.toBe(first.live[0]);
  const [label, probabilities] = pair.outputs;
  // Of seven rows the shadow says of two that the label is another one; of the probabilities only /predict asked.
  expect(label).toMatchObject({
    output: "label",
    rows: 7,
    unequal: 2,
    disagreement: { value: 2 / 7 },
    largest_difference: 1,
  });
  expect(label?.disagreement?.high).toBeGreaterThan(2 / 7);
  expect(probabilities).toMatchObject({ output: "probabilities", rows: 6, unequal: 6 });
});

test("a shadow that does not end delays nobody: what is too much for it is dropped, and all of it is counted", async () => {
  const endless = 4_503_599_627_370_496;
  const { name } = await shadowed(elementwise("Identity", "INT64"), loop(), 4_000);
  const answers = await Promise.all(Array.from({ length: 40 }, () => predict(name, [[endless]])));
  expect(answers.map(({ status, body }) => [status, body.predictions?.[0].y])).toEqual(
    answers.map(() => [200, endless]),
  );
  const pair = await counted(name, ({ failed, dropped }) => failed + dropped === 40);
  expect([pair.compared, pair.dropped > 0]).toEqual([0, true]);
  expect(pair.live_ms).toBeNull();
});

test("a shadow that cannot be served, or takes other rows, is counted and no caller's business", async () => {
  const { name, model: registered } = await shadowed(classifier([1, 1]), new Uint8Array([1, 2, 3]));
  expect((await predict(name, [[1, 2]])).status).toBe(200);
  await counted(name, ({ failed }) => failed === 1);
  await version(registered, { "model.onnx": classifier([1, 1, 1]) });
  const change = { shadow: { model: registered, version: 3 } };
  await changeEndpoint(ctx(), { name, version: 1, change });
  await waitFor("the other shadow", async () => {
    expect((await predict(name, [[1, 2]])).status).toBe(200);
    await writePairs(stores);
    const { data } = await listPairs(ctx(), { name });
    return data.some(({ shadow, failed }) => shadow.version === 3 && failed > 0);
  });
});

test("without a shadow nothing is counted", async () => {
  const { name, model: registered } = await shadowed(classifier([1, 1]), classifier([1, 1]));
  await changeEndpoint(ctx(), { name, version: 1, change: { shadow: null } });
  expect((await predict(name, [[1, 2]])).body.model.name).toBe(registered);
  await writePairs(stores);
  expect((await listPairs(ctx(), { name })).data).toEqual([]);
});
