import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it, test } from "vitest";
import { poolSession, poolSql, type Sql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import {
  countLogRecords,
  countLogServices,
  logDaysJob,
  readLogRecord,
  recordOfDocument,
  sampleLogFields,
  searchLogRecords,
  writeLogRecords,
} from "./index";
import { pairsOf } from "./repository/character-pairs";

const stores = testStores();
const DAY_MS = 86_400_000;
const NOON = Date.parse("2026-01-05T12:00:00Z");
const received = { nowUs: NOON * 1_000, keptUs: 14 * DAY_MS * 1_000 };
const sender = { id: newId("usr") };
const ctx = () => testCtx(stores, "everything", sender);
const at = (ms: number) => new Date(NOON - ms).toISOString();

const write = (documents: readonly Record<string, unknown>[], name = JSON.stringify(documents)) =>
  writeLogRecords(ctx(), {
    records: documents.map((document) => recordOfDocument(document, received)),
    digest: createHash("sha256").update(name).digest(),
  });
const messages = async (q: string, more: Record<string, unknown> = {}) => {
  stores.clock.set(new Date(NOON));
  const { data } = await searchLogRecords(ctx(), { q, from: at(3 * DAY_MS), ...more });
  return data.map(({ message }) => message);
};

beforeAll(async () => {
  await write([
    {
      "@timestamp": at(1_000),
      level: "error",
      service: "pay",
      msg: "timeout after 5000ms",
      http: { status: 504 },
    },
    { "@timestamp": at(2_000), level: "warn", service: "pay", msg: "retry 100% sure", user: "kim", ok: true },
    {
      "@timestamp": at(DAY_MS),
      level: "info",
      service: "web",
      msg: "GET /api/users took 12ms",
      http: { status: 200 },
    },
    {
      "@timestamp": at(2 * DAY_MS),
      level: 50,
      service: "web-2",
      msg: "결제가 지연되었습니다",
      tags: ["a", "b"],
      trace_id: "t1",
    },
    { "@timestamp": at(2 * DAY_MS + 1), service: "web", host: "h1", msg: "Nothing_special", n: "200" },
  ]);
});

const [TIMEOUT, RETRY, GET, KOREAN, PLAIN] = [
  "timeout after 5000ms",
  "retry 100% sure",
  "GET /api/users took 12ms",
  "결제가 지연되었습니다",
  "Nothing_special",
];

describe("a search finds", () => {
  test.each([
    ["", [TIMEOUT, RETRY, GET, KOREAN, PLAIN]],
    ["TIMEOUT", [TIMEOUT]],
    ["지연", [KOREAN]],
    ["100%", [RETRY]],
    ["1%0", []],
    ["nothing_s", [PLAIN]],
    ["nothingXs", []],
    ["after 5000ms", [TIMEOUT]],
    ['"after 5000ms"', [TIMEOUT]],
    ['"5000ms after"', []],
    ["ti*5000", [TIMEOUT]],
    ["level:error", [TIMEOUT, KOREAN]],
    ["level>=warn", [TIMEOUT, RETRY, KOREAN]],
    ["not level:*", [PLAIN]],
    ["level:loud", []],
    ["service:pay", [TIMEOUT, RETRY]],
    ["service:web", [GET, PLAIN]],
    ["service:web*", [GET, KOREAN, PLAIN]],
    ["service:(web or pay) -level:warn", [TIMEOUT, GET, PLAIN]],
    ["service.name:pay and user:*", [RETRY]],
    ["host:*", [PLAIN]],
    ["trace_id:t1", [KOREAN]],
    ["-trace_id:t1", [TIMEOUT, RETRY, GET, PLAIN]],
    ["http.status:504", [TIMEOUT]],
    ["http.status >= 200", [TIMEOUT, GET]],
    ["http.status < 300", [GET]],
    ["n:200", [PLAIN]],
    ["n > 100", []],
    ["ok:true", [RETRY]],
    ["tags:b", [KOREAN]],
    ["tags:c", []],
    ["user:k*", [RETRY]],
    ["message:/took [0-9]+ms/", [GET]],
    ["/[0-9]{4}MS/", []],
    ["/[0-9]{4}MS/i", [TIMEOUT]],
    ["user:/^k.m$/", [RETRY]],
    [`time > ${at(3_000).replaceAll(":", "\\:")}`, [TIMEOUT, RETRY]],
    ["user:'; drop table log_record --", []],
  ])("%s", async (q, expected) => {
    expect(await messages(q)).toEqual(expected);
  });

  it("nothing outside of its range, whose end is excluded", async () => {
    expect(await messages("", { from: at(2 * DAY_MS), to: at(2_000) })).toEqual([GET, KOREAN]);
    expect(await messages("", { from: at(100 * DAY_MS), to: at(90 * DAY_MS) })).toEqual([]);
  });

  test.each([
    ["/(/", "/q"],
    ["/((((a{1,100}){1,100}){1,100}){1,100})/", "/q"],
    ["(", "/q"],
  ])("%s is refused", async (q, pointer) => {
    const refusal = await messages(q).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidError);
    expect(refusal).toMatchObject({ extra: { errors: [{ pointer }] } });
  });

  test.each([[{ from: at(1), to: at(2) }], [{ from: at(32 * DAY_MS), to: at(0) }]])(
    "no range of %j",
    async (range) => {
      await expect(messages("", range)).rejects.toThrow(InvalidError);
    },
  );
});

it("pages meet and never repeat, also where many have one time", async () => {
  await write(
    Array.from({ length: 25 }, (_, n) => ({ time: at(5 * DAY_MS), service: "same", msg: `m${n}` })),
  );
  const range = { q: "service:same", from: at(6 * DAY_MS), to: at(4 * DAY_MS), limit: 10 };
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await searchLogRecords(ctx(), { ...range, ...(cursor ? { cursor } : {}) });
    seen.push(...page.data.map(({ message }) => message));
    cursor = page.next_cursor;
  } while (cursor);
  expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `m${24 - n}`));
});

it("a record by itself has its whole message, and a list its beginning", async () => {
  const long = `long ${"x".repeat(10_000)}`;
  await write([{ time: at(0), service: "long", msg: long }]);
  stores.clock.set(new Date(NOON));
  const { data } = await searchLogRecords(ctx(), { q: "service:long" });
  expect(data[0]?.message).toHaveLength(8_192);
  const [{ time = "", id = "" } = {}] = data;
  expect((await readLogRecord(ctx(), { time, id })).message).toBe(long);
});

describe("a histogram", () => {
  const count = async (q: string, from: string, to: string, bars: number) => {
    const { data, step_seconds } = await countLogRecords(ctx(), { q, from, to, bars });
    return { step_seconds, total: data.reduce((sum, { total }) => sum + total, 0), data };
  };
  const day = Date.parse("2025-12-28T00:00:00Z");
  beforeAll(async () => {
    const [pay, web] = [{ service: "h-pay" }, { service: "h-web" }];
    await write([
      { time: new Date(day).toISOString(), level: "info", msg: "one", ...pay },
      { time: new Date(day + 30_000).toISOString(), level: "error", msg: "two", ...pay },
      { time: new Date(day + 90_000).toISOString(), level: "error", msg: "three", ...web },
    ]);
  });
  const [from, to] = [new Date(day).toISOString(), new Date(day + 600_000).toISOString()];

  it.each([
    ["service:h-*", 3],
    ["service:h-pay", 2],
    ["level:error service:h-*", 2],
    ["service:h-* two", 1],
    ["(service:h-pay and level:info) or service:h-web", 2],
  ])("of %s counts the same by minutes and one by one", async (q, expected) => {
    expect(await count(q, from, to, 10)).toMatchObject({ step_seconds: 60, total: expected });
    expect(await count(q, from, to, 200)).toMatchObject({ step_seconds: 5, total: expected });
  });

  it("counts by level", async () => {
    expect((await count("service:h-*", from, to, 10)).data).toEqual([
      { start: "2025-12-28T00:00:00Z", total: 2, levels: { info: 1, error: 1 } },
      { start: "2025-12-28T00:01:00Z", total: 1, levels: { error: 1 } },
    ]);
  });
});

it("a histogram that goes on counts what is older, in the same stretches", async () => {
  await write(
    [10, 70, 130].map((second) => ({ time: at(6 * DAY_MS - second * 1_000), service: "on", msg: "x" })),
  );
  const range = { q: "service:on", from: at(6 * DAY_MS), to: at(6 * DAY_MS - 180_000), bars: 200 };
  const older = await countLogRecords(ctx(), { ...range, before: at(6 * DAY_MS - 70_000) });
  const all = await countLogRecords(ctx(), range);
  expect(older).toMatchObject({ step_seconds: all.step_seconds, from: range.from, to: range.to });
  expect([older.data, all.data].map((bars) => bars.length)).toEqual([1, 3]);
  expect(older.data[0]).toEqual(all.data[0]);
});

it("what is in a range is counted by service and level", async () => {
  const time = (ms: number) => at(8 * DAY_MS - ms);
  await write([
    { time: time(0), service: "s-a", level: "error", msg: "one" },
    { time: time(60_000), service: "s-a", level: "info", msg: "two" },
    { time: time(120_000), service: "s-a", level: "info", msg: "three" },
    { time: time(0), msg: "of none" },
    { time: time(3_600_000), service: "s-late", msg: "outside" },
  ]);
  const found = await countLogServices(ctx(), { from: time(0), to: time(600_000) });
  expect(found).toMatchObject({ total: 4, services: 2 });
  expect(found.data).toEqual([
    {
      service: "s-a",
      total: 3,
      levels: { error: 1, info: 2 },
      last_at: new Date(NOON - 8 * DAY_MS + 120_000).toISOString(),
    },
    { service: "", total: 1, levels: { none: 1 }, last_at: time(0) },
  ]);
  const nothing = await countLogServices(ctx(), { from: at(10 * DAY_MS), to: at(9 * DAY_MS) });
  expect(nothing).toMatchObject({ total: 0, data: [] });
  // An empty range still says where records are.
  expect(Date.parse(nothing.last_at ?? "")).toBeGreaterThan(NOON - DAY_MS);
});

it("fields and their values are counted in the newest records", async () => {
  stores.clock.set(new Date(NOON));
  const names = await sampleLogFields(ctx(), { q: "service:pay", from: at(DAY_MS) });
  expect(names).toMatchObject({ sampled: 2 });
  expect(names.data.map(({ name }) => name).sort()).toEqual(["http.status", "ok", "user"]);
  const values = await sampleLogFields(ctx(), { q: "", from: at(3 * DAY_MS), to: at(1), field: "service" });
  expect(values.data).toContainEqual({ name: "pay", count: 2, share: 0.4 });
  const levels = await sampleLogFields(ctx(), { q: "service:pay", from: at(DAY_MS), field: "level" });
  expect(levels.data.map(({ name }) => name).sort()).toEqual(["error", "warn"]);
});

describe("what is written", () => {
  it("is written once, however often the same bytes come", async () => {
    const twice = [{ time: at(0), service: "twice", msg: "again" }];
    await Promise.all([write(twice), write(twice), write(twice)]);
    await write(twice);
    expect(await messages("service:twice", { to: new Date(NOON + 1).toISOString() })).toEqual(["again"]);
    const other = testCtx(stores);
    await writeLogRecords(other, {
      records: twice.map((one) => recordOfDocument(one, received)),
      digest: createHash("sha256").update(JSON.stringify(twice)).digest(),
    });
    expect(await messages("service:twice", { to: new Date(NOON + 1).toISOString() })).toHaveLength(2);
  });

  it("waits for a partition that another one makes, and is not lost", async () => {
    const day = "2026-01-01";
    const lock = "SELECT pg_advisory_xact_lock(hashtext('log_partition'), hashtext($1))";
    const { writing } = await whileHeld(
      stores.db.pool,
      (sql) => sql.rows(lock, [day]),
      async () => {
        const writing = write([{ time: `${day}T05:00:00Z`, service: "first", msg: "of its day" }]);
        await waitForLocked(stores.db.pool);
        return { writing };
      },
    );
    await writing;
    const found = await searchLogRecords(ctx(), {
      q: "service:first",
      from: `${day}T00:00:00Z`,
      to: `${day}T23:00:00Z`,
    });
    expect(found.data).toHaveLength(1);
  });

  it("needs the permission", async () => {
    const reader = testCtx(stores, ["logs:read"]);
    await expect(writeLogRecords(reader, { records: [], digest: Buffer.from("x") })).rejects.toThrow();
    await expect(searchLogRecords(testCtx(stores, ["logs:write"]), {})).rejects.toThrow();
  });
});

it.each([
  "결제가 지연되었습니다",
  "v2 배포했 (요청 req-1) 배포",
  "😀한글 Ünï",
  "가",
  "plain",
  "",
  "줄\n바꿈\t탭",
])("%j has in the database each pair that a search for it looks for", async (message) => {
  const [row] = await poolSql(stores.db.pool).rows<{ pairs: string[] | null }>(
    "SELECT obs.character_pairs($1) AS pairs",
    [message],
  );
  expect(row?.pairs ?? []).toEqual(expect.arrayContaining(pairsOf([message])));
});

it("days that are over get their indexes, those that were kept long enough go, and searches say the same", async () => {
  await write([{ time: at(13 * DAY_MS), service: "old", msg: "an old record" }]);
  stores.clock.set(new Date(NOON));
  const job = logDaysJob({ days: 14 });
  const run = () => job.run({ ctx: ctx(), reason: "due", signal: new AbortController().signal });
  await run();
  expect(await messages("지연")).toEqual([KOREAN]);
  expect(await messages("http.status:200")).toEqual([GET]);
  const sql = poolSql(stores.db.pool);
  const indexes = await sql.rows(
    "SELECT 1 FROM pg_indexes WHERE schemaname = 'obs' AND indexname LIKE '%message'",
  );
  expect(indexes.length).toBeGreaterThan(3);
  // A record that comes late for a day that has its indexes is found too.
  await write([{ time: at(2 * DAY_MS + 2), service: "late", msg: "지연 도착" }]);
  expect(await messages("지연")).toEqual([KOREAN, "지연 도착"]);
  stores.clock.set(new Date(NOON + 3 * DAY_MS));
  await run();
  const gone = await sql.rows("SELECT 1 FROM log_record WHERE service = 'old'");
  expect(gone).toEqual([]);
  expect(await sql.rows("SELECT 1 FROM log_minute WHERE service = 'old'")).toEqual([]);
});

describe("while a day gets its indexes", () => {
  const day = "2026-01-02";
  const sql = () => poolSql(stores.db.pool);
  /** A record of a transaction that goes on: an index waits for its end. */
  const addOpen = (held: Sql) =>
    held.rows(
      "INSERT INTO log_record (ts, level, service, host, message, attrs) VALUES ($1, 30, 'sealed', '', 'open', '{}')",
      [`${day}T06:00:00Z`],
    );
  const run = () =>
    logDaysJob({ days: 14 }).run({ ctx: ctx(), reason: "due", signal: new AbortController().signal });

  it("records that come late for it do not wait", async () => {
    await write([{ time: `${day}T05:00:00Z`, service: "sealed", msg: "before" }]);
    stores.clock.set(new Date(NOON));
    const { running } = await whileHeld(stores.db.pool, addOpen, async () => {
      const running = run();
      await waitForLocked(stores.db.pool);
      await write([{ time: `${day}T07:00:00Z`, service: "sealed", msg: "late" }]);
      return { running };
    });
    await running;
    expect(await messages("service:sealed", { from: `${day}T00:00:00Z`, to: `${day}T23:00:00Z` })).toEqual([
      "late",
      "open",
      "before",
    ]);
  });

  it("an index that was cut short is made anew", async () => {
    const index = "log_record_20260102_message";
    const on = "ON obs.log_record_20260102 USING gin (message gin_trgm_ops)";
    await sql().rows(`DROP INDEX obs.${index}`);
    await whileHeld(stores.db.pool, addOpen, () =>
      poolSession(stores.db.pool, 60_000, async (session) => {
        await session.rows("SET lock_timeout = 100");
        await expect(session.rows(`CREATE INDEX CONCURRENTLY ${index} ${on}`)).rejects.toThrow();
      }),
    );
    const invalid = () => sql().rows("SELECT 1 FROM pg_index WHERE NOT indisvalid");
    expect(await invalid()).toHaveLength(1);
    await sql().rows("UPDATE log_partition SET sealed_at = NULL WHERE day = $1::date", [day]);
    await run();
    expect(await invalid()).toEqual([]);
  });
});

it("where there is no more room the oldest days go, and today stays", async () => {
  await write([
    { time: at(0), service: "room", msg: "today" },
    { time: at(2 * DAY_MS), service: "room", msg: "before" },
  ]);
  stores.clock.set(new Date(NOON));
  await logDaysJob({ days: 14, bytes: 1 }).run({
    ctx: ctx(),
    reason: "due",
    signal: new AbortController().signal,
  });
  expect(await messages("service:room", { to: new Date(NOON + 1).toISOString() })).toEqual(["today"]);
  const left = await poolSql(stores.db.pool).rows("SELECT 1 FROM log_partition WHERE day < '2026-01-05'");
  expect(left).toEqual([]);
});
