import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DATA_PLANE } from "@/lib/http/openapi/operations";
import { newApiToken } from "@/lib/team/api-token";
import { stubEnv, testStores } from "@/lib/testing";
import { type Served, serve } from "./testing";

const stores = testStores();
let served: Served;
beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
});
afterAll(() => served?.close());

/** The data plane's part of the walk over all routes: what the API's document says exists, and nobody unknown comes in. */
describe.each(DATA_PLANE)("$method $path", ({ method, path }) => {
  it.each<[string, Record<string, string>]>([
    ["nobody", {}],
    [
      "an invented attempt",
      { authorization: `Bearer gwj_att_00000000-0000-7000-8000-000000000000.${"x".repeat(43)}` },
    ],
    ["an invented token", { authorization: `Bearer ${newApiToken("pat").token}` }],
    ["another kind of authorization", { authorization: "Basic YTpi" }],
  ])("refuses %s", async (_, headers) => {
    const url = served.url + path.replaceAll(/\{\w+\}/g, "does-not-exist");
    const response = await fetch(url, { method, headers, ...(method === "PUT" ? { body: "x" } : {}) });
    expect(response.status).toBe(401);
  });
});
