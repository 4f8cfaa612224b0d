import { describe, expect, it } from "vitest";
import { latestRows } from "./latest-rows";
import type { LatestJob, SourceRows } from "./schema";
import { BASE_US, withFolder } from "./testing";

const sourceOf = (type: string, more: Partial<SourceRows> = {}): SourceRows => ({
  name: "stats",
  files: { format: "parquet", names: ["s.parquet"] },
  timestampField: "ts",
  createdField: null,
  keys: [{ column: "id", name: "id", type: "INT64" }],
  features: [{ column: "v", name: "v", type }],
  ...more,
});
const jobOf = (source: SourceRows, more: Partial<LatestJob> = {}): LatestJob => ({
  kind: "latest",
  source,
  startUs: BASE_US,
  endUs: BASE_US + 10_000_000,
  lateSinceUs: null,
  ...more,
});

/** What the job says of these rows. */
function latest(select: string, job: LatestJob): Promise<unknown[]> {
  return withFolder(async ({ dir, connection, file }) => {
    for (const name of job.source.files.names) await file(name, select);
    const said: unknown[] = [];
    for await (const one of latestRows(connection, dir, job))
      said.push("line" in one ? JSON.parse(one.line) : one);
    return said;
  });
}
const one = (v: string, ts = "TIMESTAMP '2026-01-01 00:00:05'") => `SELECT 7 AS id, ${v} AS v, ${ts} AS ts`;

describe("a value is read as the type of its feature", () => {
  it.each<[string, string, unknown]>([
    ["INT64", "9007199254740991::BIGINT", 9_007_199_254_740_991],
    ["INT64", "3.0::DOUBLE", 3],
    ["INT64", "'nan'::DOUBLE", null],
    ["INT32", "5::UTINYINT", 5],
    ["DOUBLE", "2::INTEGER", 2],
    ["DOUBLE", "1.25::DECIMAL(10,2)", 1.25],
    ["DOUBLE", "'nan'::DOUBLE", null],
    ["DOUBLE", "'inf'::DOUBLE", null],
    ["FLOAT", "0.5::FLOAT", 0.5],
    ["STRING", "'서울'", "서울"],
    ["STRING", "'a'::ENUM('a', 'b')", "a"],
    ["BOOL", "true", true],
    ["BYTES", "'ab'::BLOB", "YWI="],
    ["UNIX_TIMESTAMP", "TIMESTAMP '1970-01-01 00:00:09.9'", 9],
    ["UNIX_TIMESTAMP", "DATE '1970-01-02'", 86_400],
    ["UNIX_TIMESTAMP", "12::BIGINT", 12],
    ["INT64_LIST", "[1, 2]::BIGINT[]", [1, 2]],
    ["DOUBLE_LIST", "[1.5, 2.5]::FLOAT[2]", [1.5, 2.5]],
    ["STRING_LIST", "['a']", ["a"]],
    ["STRING", "NULL::VARCHAR", null],
  ])("%s of %s", async (type, sql, value) => {
    const [, line] = await latest(one(sql), jobOf(sourceOf(type)));
    expect(line).toEqual([[7], BASE_US + 5_000_000, null, [value]]);
  });

  it.each<[string, string, RegExp]>([
    ["INT64", "1.5::DOUBLE", /stats: v has a value that is no INT64: 1\.5/],
    ["INT32", "3000000000::BIGINT", /no INT32: 3000000000/],
    ["FLOAT", "1e300::DOUBLE", /no FLOAT: 1e\+?300/],
    ["INT64", "true", /v is BOOLEAN, which cannot be read as INT64/],
    ["STRING", "5", /v is INTEGER, which cannot be read as STRING/],
    ["BOOL", "1", /cannot be read as BOOL/],
    ["INT64_LIST", "5", /cannot be read as INT64_LIST/],
  ])("%s is refused of %s", async (type, sql, words) => {
    await expect(latest(one(sql), jobOf(sourceOf(type)))).rejects.toThrow(words);
  });

  it("out of CSV, whose values are texts", async () => {
    const source = sourceOf("INT64", { files: { format: "csv", names: ["s.csv"] } });
    expect(await latest(one("9007199254740993"), jobOf(source))).toHaveLength(2);
    await expect(latest(one("1.5"), jobOf(source))).rejects.toThrow(/no INT64: 1\.5/);
    await expect(latest(one("1", "'today'"), jobOf(source))).rejects.toThrow(
      /ts has a value that is no time: today/,
    );
    await expect(
      latest(one("'a'"), jobOf({ ...source, features: [{ column: "v", name: "v", type: "BYTES" }] })),
    ).rejects.toThrow(/need parquet/);
  });
});

describe("what is missing is refused with what there is", () => {
  it.each<[string, Partial<SourceRows>, string, RegExp]>([
    [
      "a column",
      { features: [{ column: "w", name: "w", type: "BOOL" }] },
      one("1"),
      /no column "w".*There are: id, v, ts/,
    ],
    ["the time's column", { timestampField: "when" }, one("1"), /no column "when"/],
    ["a time that is a number", { timestampField: "v" }, one("1"), /v is INTEGER, which is no time/],
    ["a time", {}, one("1", "NULL::TIMESTAMP"), /ts is missing/],
    [
      "a join key",
      {},
      `SELECT NULL::BIGINT AS id, 1 AS v, TIMESTAMP '2026-01-01 00:00:05' AS ts`,
      /the join key id is missing/,
    ],
    [
      "quotes in a name",
      { features: [{ column: `v" FROM x; --`, name: "v", type: "BOOL" }] },
      one("1"),
      /no column/,
    ],
  ])("%s", async (_name, more, select, words) => {
    await expect(latest(select, jobOf(sourceOf("INT64", more)))).rejects.toThrow(words);
  });
});

describe("of an entity", () => {
  const at = (s: number) => `make_timestamp(${BASE_US + s * 1_000_000})`;
  const rows = (...all: [number, number, number | null][]) =>
    all
      .map(
        ([v, ts, made]) =>
          `SELECT 7 AS id, ${v} AS v, ${at(ts)} AS ts, ${made === null ? "NULL" : at(made)}::TIMESTAMP AS made`,
      )
      .join(" UNION ALL ");
  const source = sourceOf("INT64", { createdField: "made" });
  const kept = async (select: string, more?: Partial<LatestJob>) =>
    (await latest(select, jobOf(source, more)))
      .slice(1)
      .map((line) => (line as [unknown, unknown, unknown, [number]])[3][0]);

  it("the latest row counts, then the one that was created last", async () => {
    expect(await kept(rows([1, 3, 9], [2, 4, null], [3, 4, 5], [4, 4, 1]))).toEqual([3]);
  });
  it("rows from the start on count, and none at the end", async () => {
    expect(await kept(rows([1, 0, null], [2, 10, null]))).toEqual([1]);
    expect(await kept(rows([1, -1, null]))).toEqual([]);
  });
  it("an older row that was created since counts when late ones are asked for", async () => {
    expect(await kept(rows([1, -5, 2]), { lateSinceUs: BASE_US })).toEqual([1]);
    expect(await kept(rows([1, -5, -2]), { lateSinceUs: BASE_US })).toEqual([]);
  });
});

it("the engine reads nothing outside of its folder", async () => {
  await withFolder(async ({ rows }) => {
    for (const sql of [
      "SELECT * FROM read_text('/etc/hostname')",
      "COPY (SELECT 1) TO '/tmp/gwanje-escaped.csv'",
      "INSTALL httpfs",
      "SET enable_external_access = true",
      "SELECT * FROM read_parquet('http://127.0.0.1:1/x.parquet')",
    ])
      await expect(rows(sql)).rejects.toThrow();
  });
});

it("a sample is so many of them, in order, and the total counts all", async () => {
  const rows = "SELECT id, id * 2 AS v, TIMESTAMP '2026-01-01 00:00:05' AS ts FROM range(100) AS r(id)";
  const [total, ...lines] = await latest(rows, jobOf(sourceOf("INT64"), { sample: 10 }));
  expect(total).toEqual({ total: 100 });
  // The guarantee: each line has its keys first.
  const ids = lines.map((line) => (line as number[][])[0]?.[0] ?? -1);
  expect(new Set(ids).size).toBe(10);
  expect(ids).toEqual([...ids].sort((one, other) => one - other));
});
