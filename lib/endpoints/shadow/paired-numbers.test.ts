import { expect, test } from "vitest";
import type { NamedTensor } from "../runtime/tensor";
import { pairedNumbers } from "./paired-numbers";

const label = (...values: number[]): NamedTensor => ({
  name: "label",
  type: "int64",
  dims: [values.length],
  data: BigInt64Array.from(values.map(BigInt)),
});
const chances = (...values: number[]): NamedTensor => ({
  name: "probabilities",
  type: "float64",
  dims: [values.length / 2, 2],
  data: Float64Array.from(values),
});

test("the number that quality judges, of so many rows", () => {
  const live = [label(1, 0, 1), chances(0.25, 0.75, 0.5, 0.5, 0, 1)];
  const shadow = [label(1, 1, 1), chances(0, 1, 0.75, Number.NaN, 0, 1)];
  expect(pairedNumbers(live, shadow, 3, 2)).toEqual({
    output: "probabilities.1",
    live: [0.75, 0.5],
    shadow: [1, null],
  });
});

test.each<[string, NamedTensor[], NamedTensor[], object | null]>([
  ["another output", [label(1)], [chances(0, 1)], { output: "label", live: [1], shadow: [null] }],
  ["texts", [{ name: "t", type: "string", dims: [1], data: ["a"] }], [label(1)], null],
  ["no value for each row", [label(1, 2)], [label(1, 2)], null],
])("%s", (_name, live, shadow, made) => {
  expect(pairedNumbers(live, shadow, 1, 10)).toEqual(made);
});
