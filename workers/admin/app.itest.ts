import { afterAll, beforeAll, expect, it } from "vitest";
import { stubEnv, testStores } from "@/lib/testing";
import { createAdminApp } from "./app";

const stores = testStores();
let app: ReturnType<typeof createAdminApp>;
const now = { draining: false, working: true };
beforeAll(() => {
  stubEnv(stores.env);
  app = createAdminApp(stores, {
    draining: () => now.draining,
    working: () => now.working,
    metricsToken: "metrics-token",
  });
});
afterAll(() => app?.close());

const get = (url: string, authorization?: string) =>
  app.inject({ url, ...(authorization ? { headers: { authorization } } : {}) });

it("is alive, and ready while it works and is not stopping", async () => {
  expect((await get("/healthz")).statusCode).toBe(200);
  expect((await get("/readyz")).json()).toEqual({
    status: "ready",
    checks: { draining: false, postgres: true, redis: true, working: true },
  });
  for (const [part, value] of [
    ["draining", true],
    ["working", false],
  ] as const) {
    const before = now[part];
    now[part] = value;
    expect((await get("/readyz")).statusCode).toBe(503);
    now[part] = before;
  }
  expect((await get("/readyz")).statusCode).toBe(200);
});

it("shows its metrics only to callers with their token", async () => {
  expect((await get("/metrics", "Bearer metrics-token")).body).toContain("process_cpu");
  for (const wrong of [undefined, "Bearer other-token", "Bearer ", "Basic bWV0cmljcy10b2tlbg=="])
    expect((await get("/metrics", wrong)).statusCode).toBe(401);
});

it("has nothing of the data plane", async () => {
  for (const path of ["/data", "/data/objects", "/data/artifacts/x", "/"]) {
    const response = await get(path);
    expect([response.statusCode, response.json().code]).toEqual([404, "NOT_FOUND"]);
  }
});
