import { createHash } from "node:crypto";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { createBlockingRedis } from "@/lib/platform/redis";
import { createTokenCache } from "@/lib/team";
import { testStores } from "@/lib/testing";
import { createServingApp } from "../app";
import { trackTransfers } from "../data/transfers";
import { SCRIPT } from "./printed-links";
import { testMlflow } from "./testing";

const RUN = "0f8fad5bd9cb469fa16570867728950e";
const OTHER = "1f8fad5bd9cb469fa16570867728950e";

/** Where a browser would go that opens the page with this behind the #. */
function target(hash: string, console = ""): string {
  const went: string[] = [];
  const location = { hash, replace: (to: string) => went.push(to) };
  runInNewContext(SCRIPT, { location, document: { documentElement: { dataset: { console } } } });
  expect(went).toHaveLength(1);
  return went[0] ?? "";
}

describe("a printed link leads to", () => {
  test.each([
    [`#/experiments/3/runs/${RUN}`, `/experiments/3/runs/${RUN}`],
    [`#/experiments/3/runs/${RUN}/artifacts/model`, `/experiments/3/runs/${RUN}`],
    ["#/experiments/3", "/experiments/3"],
    ["#/experiments/3/traces", "/experiments/3"],
    ["#/models/flight-delay/versions/12", "/models/flight-delay/versions/12"],
    ["#/models/flight-delay/version/12", "/models/flight-delay/versions/12"],
    ["#/models/flight delay/versions/1", "/models/flight%20delay/versions/1"],
    ["#/models/%EC%A7%80%EC%97%B0", "/models/%EC%A7%80%EC%97%B0"],
    ["#/models", "/models"],
    [
      `#/compare-runs?runs=["${RUN}","${OTHER}"]&experiments=["3"]`,
      `/experiments/compare?runs=${RUN},${OTHER}`,
    ],
    [`#/compare-runs?runs=%5B%22${RUN}%22%5D`, `/experiments/compare?runs=${RUN}`],
    ["", "/experiments"],
    ["#/metric/anything", "/experiments"],
  ])("%s: %s", (hash, path) => {
    expect(target(hash)).toBe(path);
    expect(target(hash, "https://gwanje.example")).toBe(`https://gwanje.example${path}`);
  });
});

test.each([
  "#//evil.example",
  "#https://evil.example/",
  "#/\\evil.example",
  "#javascript:alert(1)",
  "#/experiments/..%2f..%2f//evil.example",
  "#/experiments/1@evil.example",
  "#/experiments/1/runs/../../evil",
  "#/models/..",
  "#/models/%2e%2e/versions/1",
  "#/models///evil.example",
  "#/models/%2f%2fevil.example",
  "#/models/%0d%0aLocation:%20x",
  "#/models/%zz",
  '#/models/"><script>',
  "#/compare-runs?runs=//evil.example",
])("%s stays in the console, as one of its own paths", (hash) => {
  const url = new URL(target(hash), "https://gwanje.example");
  expect(url.origin).toBe("https://gwanje.example");
  expect(url.pathname).toMatch(/^\/(?:experiments(?:\/1)?|models(?:\/[^/]+)?)$/);
});

const stores = testStores();
const { send } = testMlflow(stores);
const nobody = { headers: { authorization: "" } };

describe("the page", () => {
  test.each(["/mlflow", "/mlflow/", "/mlflow/?x=1"])(
    "is at %s for everybody, under a policy",
    async (path) => {
      const { status, text, headers } = await send("GET", path, nobody);
      expect(status).toBe(200);
      expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
      const hash = createHash("sha256")
        .update(/<script>([\s\S]*)<\/script>/.exec(text)?.[1] ?? "")
        .digest("base64");
      expect(headers.get("content-security-policy")).toBe(
        `default-src 'none'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
      expect(text).toContain('<html data-console="">');
    },
  );

  test("takes no other method, and is nowhere below", async () => {
    expect((await send("POST", "/mlflow/", nobody)).status).toBe(405);
    const below = await send("GET", "/mlflow/experiments/1", nobody);
    expect([below.status, below.body.error_code]).toEqual([404, "ENDPOINT_NOT_FOUND"]);
  });

  test("of a process without the console leads to where that is, whatever its address holds", async () => {
    const tokens = createTokenCache(stores, createBlockingRedis(stores.env.REDIS_URL));
    const plane = {
      deps: stores,
      draining: () => false,
      transfers: trackTransfers(() => false),
      maxUploadBytes: 1,
    };
    const app = createServingApp(
      { ...plane, tokens, consoleUrl: 'https://gwanje.example/"><b>' },
      { metricsToken: undefined },
    );
    const { body } = await app.inject({ url: "/" });
    expect(body).toContain('data-console="https://gwanje.example/&quot;>&lt;b>"');
    await app.close();
    tokens.close();
  });
});
