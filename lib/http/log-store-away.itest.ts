import { createTranslator } from "next-intl";
import { beforeAll, describe, expect, test } from "vitest";
import { GET as bars } from "@/app/api/v1/log-records/histogram/route";
import { GET as patterns } from "@/app/api/v1/log-records/patterns/route";
import { GET as search } from "@/app/api/v1/log-records/route";
import { GET as services } from "@/app/api/v1/log-records/services/route";
import { stubEnv, testStores } from "@/lib/testing";
import ko from "@/messages/ko/reasons.json";
import type { RouteHandler } from "./route";
import { type SignedIn, signedIn } from "./testing";

describe.each([
  ["OpenSearch or Elasticsearch", "http://127.0.0.1:1"],
  ["VictoriaLogs", "victorialogs+http://127.0.0.1:1"],
])("while %s is away", (name, LOG_STORE_URL) => {
  const stores = testStores({ LOG_STORE_URL });
  let reader: SignedIn;
  beforeAll(async () => {
    stubEnv(stores.env);
    globalThis.gwanjeDeps = stores;
    reader = await signedIn(stores, "viewer");
  });

  test.each([
    ["the search", search, "?q=error"],
    ["its bars", bars, ""],
    ["the services", services, ""],
    ["the patterns", patterns, ""],
  ])(
    "%s is answered with 503, the reason and when to come again",
    async (_, handler: RouteHandler, query) => {
      const request = new Request(`http://localhost:3000${handler.declaration.path}${query}`, {
        headers: { cookie: reader.cookie, "sec-fetch-site": "same-origin" },
      });
      const response = await handler(request, { params: Promise.resolve({}) });
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
      const problem = await response.json();
      expect(problem).toMatchObject({
        code: "UNAVAILABLE",
        detail: expect.stringContaining(`The log store (${name}) is not available: it cannot be reached`),
        reason: {
          code: "log_store_away",
          values: { store: name, problem: "connection", value: "ECONNREFUSED" },
        },
      });
      expect(JSON.stringify(problem)).not.toContain("127.0.0.1");
      const t = createTranslator({ locale: "ko", messages: { reasons: ko }, namespace: "reasons" });
      expect(t("log_store_away", problem.reason.values)).toContain("연결되지 않습니다(ECONNREFUSED)");
    },
  );
});
