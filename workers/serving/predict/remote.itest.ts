import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { changeEndpoint, closeModels, createEndpoint, getEndpoint, listPairs } from "@/lib/endpoints";
import { writePairs } from "@/lib/endpoints/shadow/keep-counts";
import { classifier, mlmodel, registry } from "@/lib/endpoints/testing";
import { deleteModel } from "@/lib/models";
import { stubEnv, testCtx, testStores, waitFor } from "@/lib/testing";
import { type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";

const stores = testStores({ GWANJE_FETCH_ALLOW: "127.0.0.1" });
const { model, version } = registry(stores);
const ctx = () => testCtx(stores);
let served: Served;
let token = "";
let made = 0;
/** A server of others: the Open Inference Protocol of this product, behind a gateway that sends the token. */
let gateway: Server;
let url = "";
/** What the gateway does instead of passing a request on. */
let instead: ((path: string) => { status: number; body: string } | "silence" | null) | undefined;

beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  token = await tokenOf(stores, ["predictions:run"]);
  gateway = createServer(async (request, response) => {
    const other = instead?.(request.url ?? "") ?? null;
    if (other === "silence") return;
    if (other) return void response.writeHead(other.status).end(other.body);
    const answer = await fetch(served.url + (request.url ?? ""), {
      method: request.method ?? "GET",
      headers: { authorization: `Bearer ${token}` },
      ...(request.method === "POST" && { body: await bodyOf(request) }),
    });
    response.writeHead(answer.status).end(await answer.text());
  });
  gateway.listen(0, "127.0.0.1");
  await once(gateway, "listening");
  const address = gateway.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});
beforeEach(() => {
  instead = undefined;
});
afterAll(async () => {
  await closeModels(stores);
  gateway?.closeAllConnections();
  gateway?.close();
  await served?.close();
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}

const COLUMNS = [
  { name: "distance", type: "double" },
  { name: "hour", type: "double" },
];

/** A model that another server has: here an endpoint of this one. */
async function elsewhere(weights = [1, 2]) {
  made += 1;
  const name = `elsewhere-${made}`;
  const registered = await model();
  await version(registered, { MLmodel: mlmodel(COLUMNS), "model.onnx": classifier(weights) });
  await createEndpoint(ctx(), { name, variant: { model: registered, version: 1 }, deadline_ms: 30_000 });
  return { name, model: registered };
}
async function remote(more: object = {}, deadline_ms = 30_000) {
  const { name: other } = await elsewhere();
  const name = `remote-${made}`;
  const columns = COLUMNS.map(({ name }) => name);
  const variant = { remote: { url, model: other, columns } };
  await createEndpoint(ctx(), { name, variant, deadline_ms, ...more });
  return { name, other };
}

async function ask(path: string, body?: unknown) {
  const response = await fetch(served.url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, retry: response.headers.get("retry-after"), body: await response.json() };
}
const predict = (name: string, instances: unknown[]) => ask(`/predict/${name}`, { instances });
const ROW = { distance: 1, hour: 2 };

describe("a remote model", () => {
  it("answers as it does on its own server: rows, tensors, description and faults of rows", async () => {
    const { name, other } = await remote();
    const own = await predict(other, [ROW, [3, 4]]);
    const { status, body } = await predict(name, [ROW, [3, 4]]);
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^pred_/),
      predictions: own.body.predictions,
      model: { name: other, version: 1 },
      variant: "main",
    });
    const tensor = { name: "features", shape: [1, 2], datatype: "FP32", data: [1, 2] };
    const answer = await ask(`/v2/models/${name}/infer`, { inputs: [tensor], outputs: [{ name: "label" }] });
    expect(answer.body).toMatchObject({ model_version: "1", outputs: [{ name: "label", data: [1] }] });
    expect((await ask(`/v2/models/${name}`)).body).toMatchObject({
      versions: ["1"],
      platform: "remote",
      inputs: [{ name: "features", datatype: "FP32", shape: [-1, 2] }],
    });
    expect(await predict(name, [{ distance: "far", hour: 1 }])).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ["body", "instances", 0, "distance"] }] },
    });
  });

  it("is a shadow like any other", async () => {
    const { name: other } = await elsewhere([-1, -2]);
    const live = await elsewhere();
    const shadow = { name: "triton", remote: { url, model: other, columns: ["distance", "hour"] } };
    await changeEndpoint(ctx(), { name: live.name, version: 1, change: { shadow } });
    await waitFor("the shadow", async () => {
      expect((await predict(live.name, [ROW])).status).toBe(200);
      await writePairs(stores);
      const [pair] = (await listPairs(ctx(), { name: live.name })).data;
      return (
        pair?.shadow.variant === "triton" &&
        pair.outputs.every(({ unequal }) => unequal > 0) &&
        pair.compared > 0
      );
    });
  });

  it("keeps no model of the same name in the registry", async () => {
    const registered = await model();
    const { name } = await elsewhere();
    const { version: now } = await getEndpoint(ctx(), { name });
    await changeEndpoint(ctx(), {
      name,
      version: now,
      change: { variant: { remote: { url, model: registered } } },
    });
    await deleteModel(ctx(), { name: registered });
  });

  it.each<[string, () => typeof instead, number, RegExp]>([
    ["that refuses the values", () => infers({ status: 400, body: '{"error": "too far"}' }), 422, /too far/],
    ["that is away", () => infers({ status: 503, body: '{"error": "loading"}' }), 503, /503: loading/],
    ["that says something else", () => infers({ status: 200, body: "<html>" }), 503, /not JSON/],
    ["that says too little", () => infers({ status: 200, body: '{"outputs": []}' }), 503, /missing/],
    [
      "that says too much",
      () => infers({ status: 200, body: `"${"x".repeat(17 * 1024 ** 2)}"` }),
      503,
      /more than/,
    ],
    ["that sends elsewhere", () => infers({ status: 302, body: "" }), 503, /302/],
  ])("%s is told, without more than it said", async (_name, how, status, words) => {
    const { name } = await remote();
    expect((await predict(name, [ROW])).status).toBe(200);
    instead = how();
    const answer = await predict(name, [ROW]);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body.detail)).toMatch(words);
    expect(JSON.stringify(answer.body).length).toBeLessThan(1_000);
  });

  it("that is silent is waited for until the deadline", async () => {
    const { name } = await remote({}, 1_000);
    await waitFor("an answer", async () => (await predict(name, [ROW])).status === 200);
    instead = () => "silence";
    expect(await predict(name, [ROW])).toMatchObject({
      status: 503,
      retry: "1",
      body: { detail: expect.stringContaining("1000 ms") },
    });
  });

  it("that is not known to its server is told, and asked again when it is", async () => {
    const { name } = await remote();
    instead = () => ({ status: 404, body: '{"error": "no such model"}' });
    expect(await predict(name, [ROW])).toMatchObject({
      status: 503,
      body: { detail: expect.stringContaining("no such model") },
    });
    instead = undefined;
    await waitFor("the model", async () => (await predict(name, [ROW])).status === 200);
  });
});

const infers = (answer: { status: number; body: string }) => (path: string) =>
  path.endsWith("/infer") ? answer : null;

describe("an address is refused", () => {
  it.each<[string, string]>([
    ["of this network", "http://10.0.0.1:8000"],
    ["of a cloud's metadata", "http://169.254.169.254"],
    ["of a file", "file:///etc/passwd"],
    ["with a password", "https://me:secret@models.example.com"],
  ])("%s", async (_name, address) => {
    const input = { name: "refused", variant: { remote: { url: address, model: "m" } } };
    await expect(createEndpoint(ctx(), input)).rejects.toMatchObject({
      code: "INVALID",
      extra: { errors: [expect.objectContaining({ pointer: "/variant/remote/url" })] },
    });
  });

  it("also when it is called, because only then it is known what a name stands for", async () => {
    made += 1;
    const name = `inside-${made}`;
    await createEndpoint(ctx(), { name, variant: { remote: { url: "https://127.0.0.2", model: "m" } } });
    expect(await predict(name, [[1]])).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("inside this network") },
    });
  });
});
