import { beforeAll, expect, it } from "vitest";
import { GET, PATCH } from "@/app/api/v1/variables/[key]/route";
import { POST } from "@/app/api/v1/variables/route";
import { stubEnv, testStores } from "@/lib/testing";
import type { RouteHandler } from "./route";
import { type SignedIn, signedIn } from "./testing";

const stores = testStores();
let admin: SignedIn;
beforeAll(async () => {
  stubEnv(stores.env);
  globalThis.gwanjeDeps = stores;
  admin = await signedIn(stores, "admin");
});

function call(handler: RouteHandler, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const { method } = handler.declaration;
  const request = new Request("http://localhost:3000/api/v1/variables/ENDPOINT", {
    method,
    headers: {
      cookie: admin.cookie,
      "sec-fetch-site": "same-origin",
      "content-type": "application/json",
      ...headers,
    },
    ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
  });
  return handler(request, { params: Promise.resolve({ key: "ENDPOINT" }) });
}

it("a setting's version is its ETag, and a change is made against it", async () => {
  const made = await call(POST, { key: "ENDPOINT", value: "a", is_secret: false });
  expect([made.status, made.headers.get("etag")]).toEqual([201, '"1"']);

  const blind = await call(PATCH, { value: "b" });
  expect([blind.status, await blind.json()]).toMatchObject([428, { code: "PRECONDITION_REQUIRED" }]);

  const changed = await call(PATCH, { value: "b" }, { "if-match": '"1"' });
  expect([changed.status, changed.headers.get("etag")]).toEqual([200, '"2"']);

  const stale = await call(PATCH, { value: "c" }, { "if-match": '"1"' });
  expect([stale.status, await stale.json()]).toMatchObject([
    412,
    { code: "STALE", current: { key: "ENDPOINT", value: "b", version: 2 } },
  ]);
  const read = await call(GET, undefined);
  expect([read.headers.get("etag"), await read.json()]).toMatchObject(['"2"', { value: "b" }]);
});
