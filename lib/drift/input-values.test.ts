import { expect, test } from "vitest";
import { inputsOf } from "./input-values";

const tensor = (name: string, shape: number[], data: unknown[]) => ({ name, shape, datatype: "FP32", data });

test.each<[string, unknown, Record<string, unknown[]>]>([
  ["rows by names", [{ a: 1, b: "x" }, { a: 2 }], { a: [1, 2], b: ["x", null] }],
  [
    "rows by places",
    [
      [1, 2],
      [3, 4],
    ],
    { 0: [1, 3], 1: [2, 4] },
  ],
  ["nothing", null, {}],
  ["rows that are none", [1, null], {}],
  [
    "a tensor of a value each",
    { inputs: [tensor("a", [2], [1, 2]), tensor("b", [2, 1], [[3], [4]])] },
    { a: [1, 2], b: [3, 4] },
  ],
  [
    "a tensor side by side",
    { inputs: [tensor("a", [2, 2], [1, 2, 3, 4])] },
    { "a.0": [1, 3], "a.1": [2, 4] },
  ],
  ["a tensor of more", { inputs: [tensor("a", [1, 2, 2], [1, 2, 3, 4])] }, {}],
  ["a tensor without its data", { inputs: [{ name: "a", shape: [2], datatype: "FP32" }] }, {}],
  ["a tensor of another length", { inputs: [tensor("a", [3], [1, 2])] }, {}],
])("the inputs of %s", (_name, kept, inputs) => {
  expect(Object.fromEntries(inputsOf(kept))).toEqual(inputs);
});
