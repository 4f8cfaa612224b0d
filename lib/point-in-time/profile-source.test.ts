import { expect, it } from "vitest";
import { profileSource } from "./profile-source";
import { FeatureProfile, SourceTimes } from "./schema";
import { BASE_US, withFolder } from "./testing";

const feature = (name: string, type: string) => ({ column: name, name, type });

function profiled(
  select: string,
  features: [string, string][],
  range: { startUs?: number; endUs?: number } = {},
) {
  return withFolder(async ({ dir, connection, file }) => {
    await file("a.parquet", select);
    const source = {
      name: "s",
      files: { format: "parquet", names: ["a.parquet"] },
      timestampField: "ts",
      createdField: null,
      keys: [feature("id", "INT64")],
      features: features.map(([name, type]) => feature(name, type)),
    } as const;
    let total = -1;
    const lines: unknown[] = [];
    for await (const said of profileSource(connection, dir, {
      kind: "profile-source",
      source,
      startUs: null,
      endUs: null,
      ...range,
    }))
      if ("line" in said) lines.push(JSON.parse(said.line));
      else total = said.total;
    const [times, ...columns] = lines;
    return {
      total,
      times: SourceTimes.parse(times),
      columns: columns.map((one) => FeatureProfile.parse(one)),
    };
  });
}

const HOUR_US = 3_600_000_000;
const TS = "TIMESTAMP '2026-01-01' + to_hours(i::INT) AS ts, i AS id";

it("counts the rows of a range, its features' values and nulls, and parts of one width", async () => {
  const found = await profiled(
    `SELECT ${TS}, CASE WHEN i % 4 = 0 THEN NULL ELSE i / 2 END AS half, i % 3 AS "Day", (i % 3)::BIGINT AS "day_", i < 10 AS flag,
      'v' || i % 2 AS word, [i] AS list, CASE WHEN i % 2 = 0 THEN 'x'::BLOB END AS raw FROM range(100) t(i)`,
    [
      ["half", "DOUBLE"],
      ["day_", "INT64"],
      ["flag", "BOOL"],
      ["word", "STRING"],
      ["list", "INT64_LIST"],
      ["raw", "BYTES"],
    ],
    { startUs: BASE_US, endUs: BASE_US + 80 * HOUR_US },
  );
  expect([found.total, found.times]).toEqual([80, [BASE_US, BASE_US + 79 * HOUR_US]]);
  const [half, day, flag, word, list, raw] = found.columns;
  expect(half?.[0]).toMatchObject({ name: "half", kind: "number", rows: 80, nulls: 20 });
  // 0.5 to 39.5 without each fourth: three values in each twentieth of 39.
  expect(half?.[1]).toEqual(new Array(20).fill(3));
  expect(day?.[1]).toEqual([27, 27, 26]);
  expect(flag).toMatchObject([
    {
      kind: "number",
      edges: [
        [0, 0, 70],
        [1, 70, 80],
      ],
    },
    [70, 10],
  ]);
  expect(word).toMatchObject([
    {
      kind: "text",
      top: [
        ["v0", 40],
        ["v1", 40],
      ],
      distinct: 2,
    },
    [],
  ]);
  expect(list).toEqual([{ name: "list", kind: "other", rows: 80, nulls: 0 }, []]);
  expect(raw).toEqual([{ name: "raw", kind: "other", rows: 80, nulls: 40 }, []]);
});

it("knows no rows, one value, and the greatest distance", async () => {
  const none = await profiled(`SELECT ${TS}, 1.5 AS x FROM range(3) t(i)`, [["x", "DOUBLE"]], {
    endUs: BASE_US,
  });
  expect(none).toMatchObject({ total: 0, times: [null, null], columns: [[{ rows: 0, edges: [] }, []]] });
  const one = await profiled(`SELECT ${TS}, 1.5 AS x FROM range(3) t(i)`, [["x", "DOUBLE"]]);
  expect(one.columns[0]?.[1]).toEqual([3]);
  const far = await profiled(
    `SELECT ${TS}, CASE WHEN i = 0 THEN -1.7e308 WHEN i = 1 THEN 1.7e308 ELSE 'inf'::DOUBLE END AS x FROM range(3) t(i)`,
    [["x", "DOUBLE"]],
  );
  expect(far.columns[0]).toMatchObject([{ nulls: 1 }, [1, ...new Array(18).fill(0), 1]]);
});

it("refuses what a materialisation refuses", async () => {
  await expect(profiled(`SELECT ${TS}, 'a' AS x FROM range(3) t(i)`, [["x", "DOUBLE"]])).rejects.toThrow(
    "s: x has a value that is no DOUBLE: a",
  );
});
