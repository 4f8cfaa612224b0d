import { describe, expect, test } from "vitest";
import { csvTable } from "./csv";
import { loggedTable } from "./table";

describe("a text of records", () => {
  test.each<[string, string[], (string | null)[][]]>([
    [
      "a,b\n1,2\n3,4\n",
      ["a", "b"],
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
    ["a,b\r\n1,2\r\n", ["a", "b"], [["1", "2"]]],
    ['a,b\n"x, ""y""","l\n2"\n', ["a", "b"], [['x, "y"', "l\n2"]]],
    [
      "a\n1,2\n\n3",
      ["a", ""],
      [
        ["1", "2"],
        ["3", null],
      ],
    ],
    ['a,b\n5" pipe,x\n', ["a", "b"], [['5" pipe', "x"]]],
    ["a,b\n,\n", ["a", "b"], [["", ""]]],
    ["", [], []],
  ])("%j", (text, columns, rows) => {
    expect(csvTable(text, ",", false)).toEqual({ columns, rows, total_rows: rows.length });
  });

  test("that is cut shows whole records only and knows no total", () => {
    expect(csvTable("a\tb\n1\t2\n3\t", "\t", true)).toEqual({
      columns: ["a", "b"],
      rows: [["1", "2"]],
      total_rows: null,
    });
  });

  test("shows its first 1,000 rows and counts all", () => {
    const { rows, total_rows } = csvTable(`a\n${"1\n".repeat(1_500)}`, ",", false);
    expect([rows.length, total_rows]).toEqual([1_000, 1_500]);
  });
});

describe("what log_table writes", () => {
  test("is a table, its numbers as they are written", () => {
    const text =
      '{"columns":["q","score","meta"],"data":[["한글",0.10,{"a":[1,null]}],[null,12345678901234567890,true]]}';
    expect(loggedTable(text, false)).toEqual({
      columns: ["q", "score", "meta"],
      rows: [
        ["한글", "0.10", '{"a": [1, null]}'],
        [null, "12345678901234567890", "true"],
      ],
      total_rows: 2,
    });
  });
  test("that is cut shows what is whole of it", () => {
    expect(loggedTable('{"columns":["a","b"],"data":[[1,2],[3', true)).toEqual({
      columns: ["a", "b"],
      rows: [["1", "2"]],
      total_rows: null,
    });
  });
  test.each([
    '{"columns": 1, "data": []}',
    '{"columns": ["a"], "data": [1]}',
    '{"data": [], "columns": []}',
    "[]",
    "x",
  ])("%s is none", (text) => {
    expect(loggedTable(text, false)).toBeNull();
  });
});
