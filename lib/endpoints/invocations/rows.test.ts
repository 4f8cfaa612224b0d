import { describe, expect, it, test } from "vitest";
import { InvocationInput } from "../schema";
import { castText } from "./cast";
import { parseCsv } from "./csv";
import { rowsOfInvocation, type Taken } from "./rows";

const input = (name: string, shape: number[] = []) => ({
  name,
  type: "float32",
  is_whole: false,
  is_required: true,
  shape,
});
const table: Taken = { rows: "columns", inputs: [input("distance"), input("hour")] };
const tensor: Taken = { rows: "tensors", inputs: [input("features", [2])] };
const rows = (taken: Taken, body: unknown) => rowsOfInvocation(taken, InvocationInput.parse(body));
const TWO = [
  { distance: 1, hour: 2 },
  { distance: 3, hour: 4 },
];

describe("each form of MLflow's protocol becomes the same rows", () => {
  it.each<[string, unknown]>([
    [
      "dataframe_split",
      {
        dataframe_split: {
          columns: ["distance", "hour"],
          data: [
            [1, 2],
            [3, 4],
          ],
        },
      },
    ],
    [
      "with its index",
      {
        dataframe_split: {
          index: [0, 1],
          columns: ["hour", "distance"],
          data: [
            [2, 1],
            [4, 3],
          ],
        },
      },
    ],
    ["dataframe_records", { dataframe_records: TWO }],
    ["instances of objects", { instances: TWO }],
    ["inputs by column", { inputs: { distance: [1, 3], hour: [2, 4] } }],
    ["columns that the model has not", { dataframe_records: TWO.map((row) => ({ ...row, note: "x" })) }],
    ["texts of numbers", { dataframe_records: [{ distance: "1", hour: " 2.0 " }, TWO[1]] }],
    ["empty params and other fields", { instances: TWO, params: {}, client: "3.17" }],
  ])("%s", (_name, body) => {
    expect(rows(table, body)).toEqual({ rows: TWO, isTable: true });
  });

  it.each<[string, unknown, boolean]>([
    [
      "instances",
      {
        instances: [
          [1, 2],
          [3, 4],
        ],
      },
      false,
    ],
    [
      "inputs",
      {
        inputs: [
          [1, 2],
          [3, 4],
        ],
      },
      false,
    ],
    [
      "a data frame for the one tensor",
      {
        dataframe_split: {
          columns: ["a", "b"],
          data: [
            [1, 2],
            [3, 4],
          ],
        },
      },
      true,
    ],
    [
      "records for it",
      {
        dataframe_records: [
          { a: 1, b: 2 },
          { a: 3, b: 4 },
        ],
      },
      true,
    ],
  ])("tensors: %s", (_name, body, isTable) => {
    expect(rows(tensor, body)).toEqual({
      rows: [
        [1, 2],
        [3, 4],
      ],
      isTable,
    });
  });

  it("tensors by input", () => {
    const body = {
      inputs: {
        features: [
          [1, 2],
          [3, 4],
        ],
      },
    };
    expect(rows(tensor, body).rows).toEqual([{ features: [1, 2] }, { features: [3, 4] }]);
  });

  it("a name of Object's is a name like any other", () => {
    const body = { dataframe_split: { columns: ["__proto__", "distance", "hour"], data: [[1, 2, 3]] } };
    expect(rows(table, body).rows).toEqual([{ distance: 2, hour: 3 }]);
    expect(Object.prototype).not.toHaveProperty("distance");
  });
});

test.each<[string, unknown, RegExp]>([
  ["none of the four", { data: [] }, /exactly one of.*none of them/],
  ["two of them", { instances: [], inputs: [] }, /instances and inputs/],
  ["parameters", { instances: TWO, params: { top_k: 1 } }, /params/],
  ["a column twice", { dataframe_split: { columns: ["a", "a"], data: [[1, 2]] } }, /"a" more than once/],
  [
    "a row of another width",
    { dataframe_split: { columns: ["a", "b"], data: [[1, 2], [3]] } },
    /data\[1\].*2 values/,
  ],
  ["columns of different lengths", { inputs: { a: [1], b: [1, 2] } }, /inputs\.b has 2 values/],
  ["a column that is no list", { inputs: { a: 1 } }, /inputs\.a must be a list/],
])("%s is refused with the way out", (_name, body, words) => {
  expect(() => rows(table, body)).toThrow(words);
});

test.each<[Parameters<typeof castText>[0], unknown, unknown]>([
  ["float32", "1.50", 1.5],
  ["float32", "-1e3", -1_000],
  ["int64", "7", 7],
  ["int64", "9007199254740993", "9007199254740993"],
  ["float64", "", null],
  ["float64", "NaN", null],
  ["float64", "Infinity", "Infinity"],
  ["float64", "0x10", "0x10"],
  ["float64", "one", "one"],
  ["float64", "1".repeat(500), "1".repeat(500)],
  ["bool", "True", true],
  ["bool", "1", "1"],
  ["string", "7", "7"],
  ["string", "", ""],
  ["float64", 7, 7],
  ["float64", true, true],
])("as %s, %j is %j", (type, text, value) => {
  expect(castText(type, text)).toBe(value);
});

describe("CSV", () => {
  it.each<[string, string, string[], string[][]]>([
    [
      "a table",
      "a,b\n1,2\n3,4\n",
      ["a", "b"],
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
    ["of Windows, without a last line end", "a,b\r\n1,2", ["a", "b"], [["1", "2"]]],
    ["with a mark of order", "\uFEFFa\n1\n", ["a"], [["1"]]],
    ["quotes, commas and lines in cells", 'a,b\n"x, ""y""\nz",2\n', ["a", "b"], [['x, "y"\nz', "2"]]],
    [
      "empty cells and an empty line",
      "a,b\n,\n\n1,\n",
      ["a", "b"],
      [
        ["", ""],
        ["1", ""],
      ],
    ],
    ["an empty cell at the very end", "a,b\n1,", ["a", "b"], [["1", ""]]],
    ["only a header", "a,b\n", ["a", "b"], []],
    ["nothing", "", [], []],
  ])("%s", (_name, text, header, data) => {
    expect(parseCsv(text, 10)).toEqual({ columns: header, data });
  });

  it("is refused with a quote that is not closed, and with more rows than these", () => {
    expect(parseCsv('a\n"1\n', 10)).toBeNull();
    expect(parseCsv("a\n1\n2\n", 1)).toBeNull();
    expect(parseCsv("a\n1\n2\n", 2)?.data).toHaveLength(2);
  });
});
