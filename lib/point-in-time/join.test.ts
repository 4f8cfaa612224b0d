import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinPointInTime } from "./join";
import type { JoinJob, SourceRows } from "./schema";
import { valuesSql, withFolder } from "./testing";

type Row = { a: number; b: string; ts: number; created: number | null };
type Asked = { a: number | null; b: string; ts: number };
type Case = { rows: Row[]; asked: Asked[]; ttl: number; createdFilter: boolean };

/** Seconds of a minute. Pairs such as ("1", "23") and ("12", "3") would be one if they were put together. */
const second = fc.nat({ max: 12 });
const key = { a: fc.constantFrom(1, 12), b: fc.constantFrom("3", "23", "1") };
const cases: fc.Arbitrary<Case> = fc.record({
  rows: fc.array(fc.record({ ...key, ts: second, created: fc.option(second) }), { maxLength: 25 }),
  asked: fc.array(fc.record({ ...key, a: fc.option(key.a, { freq: 8 }), ts: second }), { maxLength: 12 }),
  ttl: fc.constantFrom(0, 1, 3),
  createdFilter: fc.boolean(),
});

/** By its definition: of the rows that count the greatest (event time, created); more than one where they are equal. */
function known({ rows, ttl, createdFilter }: Case, one: Asked): number[] {
  const counts = rows.flatMap((row, at) => {
    const isSame = row.a === one.a && row.b === one.b;
    const isThen = row.ts <= one.ts && (ttl === 0 || row.ts >= one.ts - ttl);
    const isThere = !createdFilter || (row.created !== null && row.created <= one.ts);
    return isSame && isThen && isThere ? [{ at, ts: row.ts, created: row.created ?? -1 }] : [];
  });
  const ts = Math.max(...counts.map((row) => row.ts));
  const created = Math.max(...counts.filter((row) => row.ts === ts).map((row) => row.created));
  return counts.filter((row) => row.ts === ts && row.created === created).map(({ at }) => at);
}

const time = (at: number | null) =>
  at === null ? "NULL" : `TIMESTAMP '2026-01-01 00:00:${String(at).padStart(2, "0")}'`;

const SOURCE: SourceRows = {
  name: "s",
  files: { format: "parquet", names: ["s.parquet"] },
  timestampField: "happened",
  createdField: "made",
  keys: [
    { column: "a", name: "a", type: "INT64" },
    { column: "second_key", name: "b", type: "STRING" },
  ],
  features: [{ column: "v", name: "v", type: "INT64" }],
};
const jobOf = (more: Partial<JoinJob> & { ttl?: number } = {}): JoinJob => ({
  kind: "join",
  entities: { format: "parquet", names: ["e.parquet"] },
  timeField: "event_timestamp",
  views: [{ source: SOURCE, ttlUs: (more.ttl ?? 0) * 1_000_000, outputs: ["v"] }],
  computed: [],
  createdFilter: false,
  output: "out.parquet",
  ...more,
});
const ROWS = { a: "BIGINT", second_key: "VARCHAR", happened: "TIMESTAMP", made: "TIMESTAMP", v: "BIGINT" };
const ASKED = { label: "BIGINT", a: "BIGINT", b: "VARCHAR", event_timestamp: "TIMESTAMP" };
const askedRow = ({ a, b, ts }: Asked, at: number) => [String(at), String(a ?? "NULL"), `'${b}'`, time(ts)];

it("answers as a naive join does, for every row, in order", async () => {
  await withFolder(async ({ dir, connection, file, rows }) => {
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        for (const table of ["given", "asked", "v0"]) await connection.run(`DROP TABLE IF EXISTS ${table}`);
        const source = one.rows.map((row, at) => [
          ...[String(row.a), `'${row.b}'`, time(row.ts), time(row.created), String(at)],
        ]);
        await file("s.parquet", valuesSql(ROWS, source));
        await file("e.parquet", valuesSql(ASKED, one.asked.map(askedRow)));
        const job = jobOf({ ttl: one.ttl, createdFilter: one.createdFilter });
        expect(await joinPointInTime(connection, dir, job)).toBe(one.asked.length);
        const found = await rows(`SELECT label::INTEGER, v::INTEGER FROM read_parquet('${dir}/out.parquet')`);
        expect(found.map(([label]) => label)).toEqual(one.asked.map((_, at) => at));
        for (const [at, asked] of one.asked.entries()) {
          const right = known(one, asked);
          expect(right.length === 0 ? [null] : right).toContain(found[at]?.[1]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("the answer", () => {
  const answer = (one: Omit<Case, "createdFilter">, more: Partial<JoinJob> = {}) =>
    withFolder(async ({ dir, connection, file, rows }) => {
      const source = one.rows.map((row, at) => [
        ...[String(row.a), `'${row.b}'`, time(row.ts), time(row.created), String(at)],
      ]);
      await file("s.parquet", valuesSql(ROWS, source));
      await file("e.parquet", valuesSql(ASKED, one.asked.map(askedRow)));
      await joinPointInTime(connection, dir, jobOf({ ttl: one.ttl, ...more }));
      return (await rows(`SELECT v::INTEGER FROM read_parquet('${dir}/out.parquet')`)).flat();
    });
  const row = (ts: number, created: number | null = null): Row => ({ a: 1, b: "3", ts, created });
  const at = (ts: number): Asked => ({ a: 1, b: "3", ts });

  it("counts both ends: the moment itself, and exactly the ttl ago", async () => {
    const asked = [at(5), at(8), at(9)];
    expect(await answer({ rows: [row(5)], asked, ttl: 3 })).toEqual([0, 0, null]);
  });

  it("keeps an entity row that stands there twice, and its own columns", async () => {
    expect(await answer({ rows: [row(5)], asked: [at(6), at(6)], ttl: 0 })).toEqual([0, 0]);
  });

  it("leaves out what was not yet created then, when it is asked to", async () => {
    const rows = [row(1, 1), row(2, 9), row(3, null)];
    expect(await answer({ rows, asked: [at(5), at(10)], ttl: 0 }, { createdFilter: true })).toEqual([0, 1]);
    expect(await answer({ rows, asked: [at(5), at(10)], ttl: 0 })).toEqual([2, 2]);
  });

  it("is refused where two columns would have one name, in whatever case", async () => {
    const views = [{ source: SOURCE, ttlUs: 0, outputs: ["Label"] }];
    await expect(answer({ rows: [], asked: [], ttl: 0 }, { views })).rejects.toThrow(/two columns "Label"/);
  });
});
