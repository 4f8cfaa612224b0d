import { beforeAll, describe, expect, test } from "vitest";
import type { Sql } from "@/lib/platform/db";
import { testCtx, testStores } from "@/lib/testing";
import { whileHeld } from "@/lib/testing/held";
import { countLogRecords, recordOfDocument, searchLogRecords, writeLogRecords } from "./index";

const stores = testStores();
const NOON = "2026-01-05T12:00:00.000Z";
const received = { nowUs: Date.parse(NOON) * 1_000, keptUs: 14 * 86_400_000_000 };
const RANGE = { from: "2026-01-04T00:00:00Z", to: "2026-01-05T13:00:00Z" };
const ctx = () => testCtx(stores);

beforeAll(async () => {
  stores.clock.set(new Date(NOON));
  const texts = [
    // What makes a backtracking engine try without end.
    `${"a".repeat(50_000)}!`,
    "x".repeat(50_000),
    ...Array.from({ length: 5_000 }, (_, n) => `line ${n} of many`),
  ];
  await writeLogRecords(ctx(), {
    records: texts.map((msg) => recordOfDocument({ service: "many", time: NOON, msg }, received)),
    digest: Buffer.from("many"),
  });
});

test.each([
  ["a regular expression that backtracks without end", "/^(a+)+$/"],
  ["one of nested repeats", "/(x+x+)+y/"],
  ["one that begins and ends with anything", "/.*.*.*.*zq.*.*.*/"],
  ["two characters over everything", "zq"],
  ["one character that most records have not", "Q"],
  ["many wildcards in an attribute", "message:*z*q*z*q*"],
])("%s is answered, and finds what is there", async (_, q) => {
  expect(await searchLogRecords(ctx(), { q, ...RANGE })).toMatchObject({ data: [], complete: true });
});

describe("a search that does not come to an end", () => {
  // The partition cannot be read, which is as slow as can be.
  const locked = (sql: Sql) => sql.rows("LOCK TABLE obs.log_record_20260105 IN ACCESS EXCLUSIVE MODE");

  test("stops when its time is up, and says how far it came and how to go on", async () => {
    const found = await whileHeld(stores.db.pool, locked, () =>
      searchLogRecords(ctx(), { q: "zq", ...RANGE, patience_seconds: 1 }),
    );
    expect(found).toMatchObject({
      data: [],
      complete: false,
      has_more: true,
      next_cursor: expect.any(String),
    });
    expect(Date.parse(found.searched_to)).toBeGreaterThan(Date.parse(NOON));
    const cursor = found.next_cursor ?? "";
    const rest = await searchLogRecords(ctx(), { q: '"line 7 of"', ...RANGE, cursor });
    expect(rest.data.map(({ message }) => message)).toEqual(["line 7 of many"]);
  });

  test("so does a histogram", async () => {
    const bars = await whileHeld(stores.db.pool, locked, () =>
      countLogRecords(ctx(), { q: "zq", ...RANGE, patience_seconds: 1 }),
    );
    expect(bars).toMatchObject({ data: [], complete: false });
  });
});
