import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { endpointUsage, writeUsage } from "@/lib/endpoint-usage";
import { changeEndpoint, closeModels, createEndpoint, endpointStates } from "@/lib/endpoints";
import { classifier, external, mlmodel, registry } from "@/lib/endpoints/testing";
import { signedIn } from "@/lib/http/testing";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";

const stores = testStores();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores);
let served: Served;
let token = "";
let cookie = "";
let made = 0;

const COLUMNS = [
  { name: "distance", type: "double" },
  { name: "hour", type: "long" },
  { name: "wind", type: "double", required: false },
];
const delay = { MLmodel: mlmodel(COLUMNS), "model.onnx": classifier([1, 2, 3]) };

beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  token = await tokenOf(stores, ["predictions:run"]);
  cookie = (await signedIn(stores, "viewer")).cookie;
});
afterAll(async () => {
  await closeModels(stores);
  await served?.close();
});

async function endpoint(files: Parameters<typeof version>[1] = delay): Promise<string> {
  made += 1;
  const name = `told-${made}`;
  const registered = await model();
  await version(registered, files);
  await createEndpoint(ctx(), { name, variant: { model: registered, version: 1 }, deadline_ms: 30_000 });
  return name;
}
const get = (path: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }) =>
  fetch(served.url + path, { headers });
const ask = (name: string, headers: Record<string, string>, instances: unknown = [[1, 2, 3]]) =>
  fetch(`${served.url}/predict/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ instances }),
  });

describe("what an endpoint says of itself", () => {
  it("is its rows and its answers, from the signature of the model that answers", async () => {
    const name = await endpoint();
    const said = await (await get(`/predict/${name}`)).json();
    expect(said).toMatchObject({
      name,
      rows: "columns",
      max_rows: 1_000,
      inputs: [
        { name: "distance", type: "float32", is_whole: false, is_required: true, shape: [] },
        { name: "hour", is_whole: true },
        { name: "wind", is_required: false },
      ],
      outputs: [{ name: "label" }, { name: "probabilities", shape: [2] }],
      example: { distance: 0.5, hour: 1, wind: 0.5 },
    });
    const answer = await ask(name, { authorization: `Bearer ${token}` }, [said.example]);
    expect(answer.status).toBe(200);
  });

  it("is an OpenAPI document of its own, and part of that of all endpoints once it is warm", async () => {
    const name = await endpoint();
    const rows = async (path: string) => {
      const document = await (await get(path)).json();
      expect(document.openapi).toBe("3.1.0");
      expect(document.components.schemas).toHaveProperty("HTTPValidationError");
      return document.components.schemas[`${name}.Row`];
    };
    expect((await rows("/predict/openapi.json")).properties).toBeUndefined();
    const own = await rows(`/predict/${name}/openapi.json`);
    expect(own).toMatchObject({ required: ["distance", "hour"], properties: { hour: { type: "integer" } } });
    expect(await rows("/predict/openapi.json")).toEqual(own);
  });

  it.each(["", "/openapi.json", "/docs"])("is nothing for a name that is not there: %s", async (path) => {
    const answer = await get(`/predict/nobody${path}`);
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { detail: expect.stringContaining("nobody") },
    ]);
  });

  it("says why a model cannot be served", async () => {
    const name = await endpoint({ "model.onnx": external("initializer") });
    expect((await get(`/predict/${name}/openapi.json`)).status).toBe(409);
    // The page is there, and says so.
    expect((await get(`/predict/${name}/docs`)).status).toBe(200);
  });
});

describe("Swagger UI", () => {
  it("has nothing inline, and all its files come from here", async () => {
    const name = await endpoint();
    for (const path of ["/predict/docs", `/predict/${name}/docs`]) {
      const page = await get(path);
      expect(page.headers.get("content-type")).toContain("text/html");
      const policy = page.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      const html = await page.text();
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
      const files = [...html.matchAll(/(?:src|href)="(\/predict\/[^"]+)"/g)].map(([, file]) => file ?? "");
      expect(files).toHaveLength(4);
      for (const file of files) {
        const answer = await get(file);
        expect([file, answer.status]).toEqual([file, 200]);
        expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
        await answer.arrayBuffer();
      }
      const [, document = ""] = /data-document="([^"]+)"/.exec(html) ?? [];
      expect((await get(document)).status).toBe(200);
    }
  });

  it("has no other file of the package", async () => {
    for (const file of ["package.json", "..%2Fpackage.json", "swagger-ui.js", "constructor"])
      expect((await get(`/predict/docs/${file}`)).status).toBe(404);
  });
});

describe("a page of the console", () => {
  it("reads and asks with the cookie of its person, and no other site does", async () => {
    const name = await endpoint();
    expect((await get(`/predict/${name}`, { cookie })).status).toBe(200);
    expect((await get(`/predict/${name}/docs`, { cookie })).status).toBe(200);
    const own = [{ "sec-fetch-site": "same-origin" }, { origin: new URL(stores.env.GWANJE_URL).origin }];
    for (const headers of own) expect((await ask(name, { cookie, ...headers })).status).toBe(200);
    const foreign: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://elsewhere.test" },
      {},
    ];
    for (const headers of foreign) expect((await ask(name, { cookie, ...headers })).status).toBe(401);
  });
});

test("answers are counted by caller; one who may not ask is not", async () => {
  const name = await endpoint();
  const stranger = await tokenOf(stores, ["features:read"]);
  await ask(name, { authorization: `Bearer ${token}` });
  await ask(name, { authorization: `Bearer ${token}` }, [["far", 1, 1]]);
  await ask(name, { cookie, "sec-fetch-site": "same-origin" });
  await ask(name, { authorization: `Bearer ${stranger}` });
  await get(`/predict/${name}`);
  const body = JSON.stringify({ inputs: [] });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  await fetch(`${served.url}/v2/models/${name}/infer`, { method: "POST", headers, body });
  await expect
    .poll(async () => {
      await writeUsage(stores);
      const { callers } = await endpointUsage(ctx(), { name, range: "hour" });
      return callers.map(({ type, requests, refused }) => [type, requests, refused]);
    })
    .toEqual([
      ["token", 3, 2],
      ["user", 1, 0],
    ]);
});

test("an endpoint is idle until it is asked, then ready, and what failed has its reason", async () => {
  const stateOf = async (name: string) => {
    const { data } = await endpointStates(ctx(), {});
    return data.find((one) => one.endpoint === name);
  };
  const [well, broken] = [await endpoint(), await endpoint({ "model.onnx": external("initializer") })];
  expect(await stateOf(well)).toMatchObject({ state: "idle", version: 1, processes: 0, reason: null });
  await get(`/predict/${well}`);
  await get(`/predict/${broken}`);
  await expect.poll(() => stateOf(well)).toMatchObject({ state: "ready", processes: 1 });
  await expect
    .poll(() => stateOf(broken))
    .toMatchObject({ state: "failed", reason: expect.stringContaining("cannot be served") });
});

test("an endpoint cannot have the name of an address of ours", async () => {
  const registered = await model();
  await version(registered, delay);
  for (const name of ["docs", "openapi.json"])
    await expect(
      createEndpoint(ctx(), { name, variant: { model: registered, version: 1 } }),
    ).rejects.toMatchObject({ code: "INVALID" });
});

test("one that is switched off says so instead of what it takes", async () => {
  const name = await endpoint();
  await changeEndpoint(ctx(), { name, version: 1, change: { enabled: false } });
  await expect.poll(async () => (await get(`/predict/${name}`)).status).toBe(503);
  const { paths } = await (await get("/predict/openapi.json")).json();
  expect(paths).not.toHaveProperty(`/predict/${name}`);
});
