import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { stubEnv, testStores } from "@/lib/testing";
import { type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";
import { logRooms } from "./limits";
import { logProtocols } from "./protocols";
import { createReceiver } from "./receive";

describe.each([
  ["OpenSearch or Elasticsearch", "http://127.0.0.1:1"],
  ["VictoriaLogs", "victorialogs+http://127.0.0.1:1"],
])("while %s is away", (name, LOG_STORE_URL) => {
  const stores = testStores({ LOG_STORE_URL });
  let served: Served;
  let token = "";
  beforeAll(async () => {
    stubEnv(stores.env);
    served = await serve(stores, {
      protocols: logProtocols(createReceiver({ ...logRooms(), holdMs: 0 })),
    });
    token = await tokenOf(stores, ["logs:write"]);
  });
  afterAll(() => served?.close());

  test.each([
    ["/logs/", '{"msg":"x"}', "application/x-ndjson", "application/problem+json"],
    ["/es/_bulk", '{"index":{}}\n{"msg":"x"}\n', "application/x-ndjson", "text/plain"],
    ["/es/app/_doc", '{"msg":"x"}', "application/json", "text/plain"],
    ["/loki/loki/api/v1/push", '{"streams":[{"values":[["1","x"]]}]}', "application/json", "text/plain"],
    [
      "/otlp/v1/logs",
      '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{}]}]}]}',
      "application/json",
      "application/json",
    ],
  ])("%s is refused with 503, the reason and when to come again", async (path, body, type, answered) => {
    const response = await fetch(`${served.url}/ingest${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": type },
      body,
    });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(response.headers.get("content-type")).toContain(answered);
    const text = await response.text();
    expect(text).toContain(`The log store (${name}) is not available: it cannot be reached (ECONNREFUSED)`);
    expect(text).not.toContain("127.0.0.1");
    // So that it is taken when it comes again.
    const sql = "SELECT count(*)::int AS count FROM log_batch";
    expect(await poolSql(stores.db.pool).rows(sql)).toEqual([{ count: 0 }]);
  });
});
