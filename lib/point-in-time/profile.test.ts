import { expect, it } from "vitest";
import { profileFiles } from "./profile";
import { withFolder } from "./testing";

async function profileOf(name: string, select: string): Promise<unknown[]> {
  return withFolder(async ({ dir, connection, file }) => {
    await file(name, select);
    const columns: unknown[] = [];
    const files = { format: name.endsWith(".csv") ? "csv" : "parquet", names: [name] } as const;
    for await (const said of profileFiles(connection, dir, files))
      if ("line" in said) columns.push(...JSON.parse(said.line));
    return columns;
  });
}

it("has the hundredths of numbers with how many are smaller, and the rest as nulls", async () => {
  const select = `SELECT CASE WHEN i < 150 THEN 0.5 WHEN i = 399 THEN 'NaN'::DOUBLE WHEN i < 390 THEN i END AS x FROM range(400) t(i)`;
  const [column] = (await profileOf("a.parquet", select)) as [{ edges: [number, number, number][] }];
  expect(column).toMatchObject({ name: "x", kind: "number", rows: 400, nulls: 10 });
  expect(column.edges.slice(0, 3)).toEqual([
    [0.5, 0, 150],
    // The 39th hundredth of 390 ends at 152.1, behind the value that is 153rd.
    [152, 152, 153],
    [155, 155, 156],
  ]);
  expect(column.edges.at(-1)).toEqual([389, 389, 390]);
});

it("has the most frequent texts, and counts of all else", async () => {
  const select = `SELECT CASE WHEN i < 5 THEN 'a' WHEN i < 8 THEN 'b' WHEN i < 9 THEN 'c"' END AS t, i < 4 AS flag,
    TIMESTAMP '2026-01-01' AS at, [i] AS list FROM range(10) t(i)`;
  expect(await profileOf("a.parquet", select)).toEqual([
    {
      name: "t",
      kind: "text",
      rows: 10,
      nulls: 1,
      top: [
        ["a", 5],
        ["b", 3],
        ['c"', 1],
      ],
      distinct: 3,
    },
    {
      name: "flag",
      kind: "number",
      rows: 10,
      nulls: 0,
      edges: [
        [0, 0, 6],
        [1, 6, 10],
      ],
    },
    { name: "at", kind: "other", rows: 10, nulls: 0 },
    { name: "list", kind: "other", rows: 10, nulls: 0 },
  ]);
});

it("reads numbers of a CSV file, and nothing as an empty one", async () => {
  const select = `SELECT i AS "n ""x""", 'v' || i AS t FROM range(2) t(i)`;
  expect(await profileOf("a.csv", select)).toMatchObject([
    {
      name: 'n "x"',
      kind: "number",
      edges: [
        [0, 0, 1],
        [1, 1, 2],
      ],
    },
    { name: "t", kind: "text", distinct: 2 },
  ]);
  expect(await profileOf("b.parquet", "SELECT 1 AS x, NULL::VARCHAR AS t WHERE false")).toEqual([
    { name: "x", kind: "number", rows: 0, nulls: 0, edges: [] },
    { name: "t", kind: "text", rows: 0, nulls: 0, top: [], distinct: 0 },
  ]);
});
