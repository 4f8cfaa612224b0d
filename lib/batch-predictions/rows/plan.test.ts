import { expect, it, test } from "vitest";
import { type FileColumn, planOf } from "./plan";
import { readRow } from "./read-row";
import { outputLine } from "./written-row";

const columnsOf = (...names: string[]): FileColumn[] => names.map((name) => ({ name, type: "VARCHAR" }));
const FLIGHT: Parameters<typeof planOf>[0] = {
  kind: "named",
  isJoined: false,
  columns: [
    { name: "distance", kind: "number", isOptional: false },
    { name: "wind", kind: "number", isOptional: true },
  ],
  outputs: [
    { name: "label", type: "BIGINT" },
    { name: "Row", type: "FLOAT[]" },
  ],
};

it("values go to the model in its order, keys stand beside the answers, and no name hides another", () => {
  const plan = planOf(FLIGHT, columnsOf("id", "wind", "distance"), ["id", "wind"]);
  expect(plan.output.map(({ name }) => name)).toEqual(["row", "id", "wind", "label", "Row_", "error"]);
  const read = readRow(plan, "csv", "f1,2.5,9007199254740993");
  expect(read).toEqual({ keys: ["f1", "2.5"], row: ["9007199254740993", 2.5] });
  const answer = { prediction: { label: 1, Row: 0.5 } };
  expect(JSON.parse(outputLine(plan, 7, read.keys, answer))).toEqual({
    ...{ r: 7, k0: "f1", k1: "2.5", p0: 1, p1: [0.5], e: null },
  });
});

it("a column that may be missing is null", () => {
  const plan = planOf(FLIGHT, columnsOf("distance"), []);
  expect(readRow(plan, "csv", "1")).toEqual({ keys: [], row: [1, null] });
  expect(readRow(plan, "parquet", "[1]")).toEqual({ keys: [], row: [1, null] });
});

test.each<[string, object]>([
  ['{"id": "a", "distance": 1}', { keys: ["a"], row: { distance: 1 } }],
  ['{"id": 9007199254740993, "distance": 1}', { keys: ["9007199254740993"], row: { distance: 1 } }],
  ['{"distance": 1, "extra": 2}', { keys: [null], row: { distance: 1, extra: 2 } }],
  ["[1, 2]", { keys: [null], row: [1, 2] }],
  ['{"distance": ', { keys: [null], problem: "The line is not JSON" }],
])("a line of JSON, %s, is the row without its keys", (line, read) => {
  expect(readRow(planOf(FLIGHT, null, ["id"]), "jsonl", line)).toEqual(read);
});

it("rows to which features are joined are objects, without columns that the file does not have", () => {
  const plan = planOf({ ...FLIGHT, isJoined: true }, columnsOf("id", "distance"), ["id"]);
  const row = { distance: 1 };
  expect(readRow(plan, "csv", "a,1")).toEqual({ keys: ["a"], row });
  expect(readRow(plan, "parquet", '[1,"a"]')).toEqual({ keys: ["a"], row });
});

test.each<[string, FileColumn[], string[], string]>([
  ["a column of nobody", columnsOf("distance", "id"), [], "does not take the columns id"],
  ["a column that is not there", columnsOf("wind"), [], "no column distance"],
  ["a key that is not there", columnsOf("distance"), ["id"], 'no column "id"'],
  ["two of one name", columnsOf("distance", "distance"), [], "same name"],
])("%s is refused with the way out", (_name, columns, keys, words) => {
  expect(() => planOf(FLIGHT, columns, keys)).toThrow(words);
});

it("a model of numbers in order takes all that are no keys, and no others", () => {
  const shape: Parameters<typeof planOf>[0] = { kind: "ordered", width: 2, type: "number", outputs: [] };
  const plan = planOf(shape, columnsOf("a", "id", "b"), ["id"]);
  expect(readRow(plan, "csv", "1,x,2")).toEqual({ keys: ["x"], row: [1, 2] });
  expect(() => planOf(shape, columnsOf("a"), [])).toThrow("takes 2 values a row, and the file has 1");
  expect(() => planOf({ ...shape, kind: "nested" }, columnsOf("a", "b"), [])).toThrow("Send JSON lines");
});
