import { request as httpRequest } from "node:http";
import { afterEach, beforeAll, describe, expect, it, test } from "vitest";
import { recordOfDocument, writeLogRecords } from "@/lib/log-records";
import { createDb, poolSql, type Sql } from "@/lib/platform/db";
import { stubEnv, testCtx, testStores, waitFor } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import { type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";
import { LOG_LIMITS } from "./limits";
import { patiently } from "./patiently";
import { logProtocols } from "./protocols";
import { createReceiver } from "./receive";
import { Room, type Rooms } from "./room";
import { message } from "./testing";

const stores = testStores();
const HOUR_MS = 3_600_000;
let token = "";
beforeAll(async () => {
  stubEnv(stores.env);
  token = await tokenOf(stores, ["logs:write"]);
});

let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

/** A data plane whose rooms are small. */
async function small(given: Partial<Rooms> = {}, timeoutMs = LOG_LIMITS.timeoutMs, db = stores.db) {
  const rooms: Rooms = { bytes: new Room(1_000_000), records: new Room(1), holdMs: HOUR_MS, ...given };
  const limits = { ...LOG_LIMITS, timeoutMs };
  const running = await serve(
    { ...stores, db },
    { protocols: logProtocols(createReceiver(rooms, { limits })) },
  );
  served = running;
  const post = async (path: string, body: string | Uint8Array, type = "application/x-ndjson") => {
    const response = await fetch(`${running.url}/ingest${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": type },
      body: typeof body === "string" ? body : new Uint8Array(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes };
  };
  const lines = (service: string, count = 1) =>
    post(
      "/logs/",
      Array.from({ length: count }, (_, at) => JSON.stringify({ service, msg: `line ${at}` })).join("\n"),
    );
  return { rooms, post, lines, url: running.url };
}

const stored = async (service: string) => {
  const sql = "SELECT count(*)::int AS count FROM log_record WHERE service = $1";
  const [row] = await poolSql(stores.db.pool).rows<{ count: number }>(sql, [service]);
  return row?.count;
};
const lockBatches = (sql: Sql) => sql.rows("LOCK TABLE log_batch IN ACCESS EXCLUSIVE MODE");

describe("a request that finds no room among the records that are being written", () => {
  it("is held until there is, and is answered like any other", async () => {
    const { rooms, lines } = await small();
    const answers = await whileHeld(stores.db.pool, lockBatches, async () => {
      const first = lines("held", 2);
      await waitForLocked(stores.db.pool);
      const second = lines("held too");
      await waitFor("a request in line", () => rooms.records.waiting === 1);
      expect(await stored("held too")).toBe(0);
      return { all: [first, second] };
    });
    const all = await Promise.all(answers.all);
    expect(all.map(({ status }) => status)).toEqual([200, 200]);
    expect([await stored("held"), await stored("held too")]).toEqual([2, 1]);
  });

  const push = JSON.stringify({ streams: [{ stream: { service: "refused" }, values: [["1", "x"]] }] });
  const sentence = /^More comes in than is written\. Send it again in 1 s\.$/;
  test.each([
    [
      "lines as a problem",
      "/logs/",
      '{"service":"refused"}',
      "application/x-ndjson",
      "application/problem+json",
      /"code":"RATE_LIMITED"/,
    ],
    [
      "Elasticsearch's shippers in text, so that rsyslog sends it again",
      "/es/_bulk",
      '{"index":{}}\n{"service":"refused"}\n',
      "application/x-ndjson",
      "text/plain",
      sentence,
    ],
    ["Loki's in text", "/loki/loki/api/v1/push", push, "application/json", "text/plain", sentence],
    [
      "OpenTelemetry's with a Status",
      "/otlp/v1/logs",
      "{}",
      "application/json",
      "application/json",
      /^\{"code":8,/,
    ],
    [
      "OpenTelemetry's in protobuf",
      "/otlp/v1/logs",
      message(),
      "application/x-protobuf",
      "application/x-protobuf",
      /More comes in/,
    ],
  ])("is refused with 429 when it was held too long: %s", async (_, path, body, type, answered, text) => {
    const { post, lines } = await small({ holdMs: 0 });
    const first = await whileHeld(stores.db.pool, lockBatches, async () => {
      const sent = lines(`before ${path} ${type}`);
      await waitForLocked(stores.db.pool);
      const { status, headers, bytes } = await post(path, body, type);
      expect([status, headers.get("retry-after"), headers.get("content-type")]).toEqual([429, "1", answered]);
      expect(bytes.toString()).toMatch(text);
      return { sent };
    });
    expect((await first.sent).status).toBe(200);
    expect(await stored("refused")).toBe(0);
    // What was refused is taken when it comes again.
    expect((await post(path, "", type)).status).toBeLessThan(500);
  });
});

test("a request that finds no room for its body waits until the bodies of others are gone", async () => {
  const { rooms, lines, url } = await small({ bytes: new Room(50), records: new Room(100) });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" };
  const slow = httpRequest(`${url}/ingest/logs/`, { method: "POST", headers });
  const status = new Promise((resolve) => slow.on("response", (one) => resolve(one.resume().statusCode)));
  slow.write(JSON.stringify({ service: "slow", msg: "x".repeat(50) }));
  await waitFor("its bytes", () => rooms.bytes.held > 50);
  const other = lines("waits for bytes");
  await waitFor("the other one in line", () => rooms.bytes.waiting === 1);
  slow.end();
  expect([await status, (await other).status]).toEqual([200, 200]);
  expect([rooms.bytes.held, rooms.records.held]).toEqual([0, 0]);
});

describe("a database that is away", () => {
  /** A database behind a door, with a connection that has been used. */
  async function behindDoor() {
    const door = await openDoor(stores.env.DATABASE_URL);
    const db = createDb(door.url, 4);
    await poolSql(db.pool).rows("SELECT 1");
    const close = async () => {
      await db.close();
      await door.shut();
    };
    return { door, db, close };
  }

  it("for less than a request is held costs nothing", async () => {
    const { door, db, close } = await behindDoor();
    const ctx = { ...testCtx(stores, ["logs:write"]), db };
    const record = recordOfDocument({ service: "while away" }, { nowUs: Date.now() * 1_000, keptUs: 0 });
    await door.shut();
    let tries = 0;
    const written = patiently(HOUR_MS, () => {
      tries += 1;
      return writeLogRecords(ctx, { records: [record], digest: Buffer.from("while away") });
    });
    await waitFor("a second try", () => tries > 1);
    await door.open();
    await written;
    expect(await stored("while away")).toBe(1);
    await close();
  });

  it("for longer is said with 503, and nothing of it was kept", async () => {
    const { door, db, close } = await behindDoor();
    const { lines, post } = await small({ holdMs: 0 }, LOG_LIMITS.timeoutMs, db);
    expect((await lines("before that")).status).toBe(200);
    await door.shut();
    const { status, headers } = await lines("long away");
    expect([status, headers.get("retry-after")]).toEqual([503, "1"]);
    const es = await post("/es/_bulk", '{"index":{}}\n{"service":"long away"}');
    expect([es.status, es.headers.get("content-type")]).toEqual([503, "text/plain"]);
    await door.open();
    expect((await lines("long away")).status).toBe(200);
    expect(await stored("long away")).toBe(1);
    await close();
  });
});

test("a client that sends a byte now and then is sent away, and what it had sent is not kept", async () => {
  const { rooms, url } = await small({}, 300);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" };
  const slow = httpRequest(`${url}/ingest/logs/`, { method: "POST", headers });
  const status = new Promise((resolve) => slow.on("response", (one) => resolve(one.resume().statusCode)));
  slow.on("error", () => {});
  slow.write('{"service":"drop by drop"}');
  const drops = setInterval(() => slow.write(" "), 50);
  expect(await status).toBe(503);
  // The connection is closed a while after the answer, and with it ends what it holds.
  await waitFor("its room", () => rooms.bytes.held === 0);
  clearInterval(drops);
  slow.destroy();
  expect(await stored("drop by drop")).toBe(0);
});
