import { expect, test } from "vitest";
import { tableColumns } from "./table-columns";

const table = (columns: string[], rows: (string | null)[][]) => ({ columns, rows, total_rows: rows.length });

test("a column of numbers only is one of numbers, whatever is missing", () => {
  const columns = tableColumns(
    table(
      ["a", "b", "c", "d"],
      [
        ["1", "x", null, "NaN"],
        ["-2.5e3", "1", "", "inf"],
        [null, "2", null, ".5"],
      ],
    ),
  );
  expect(columns.map(({ isNumeric }) => isNumeric)).toEqual([true, false, false, true]);
});

test("widths follow the longest value, within bounds", () => {
  const columns = tableColumns(table(["a", "twelve chars", "c"], [["1", "2", "x".repeat(500)]]));
  expect(columns.map(({ width }) => width)).toEqual([6, 12, 40]);
});

test("no more than 200 columns are drawn", () => {
  expect(tableColumns(table(Array.from({ length: 5_000 }, String), []))).toHaveLength(200);
});
