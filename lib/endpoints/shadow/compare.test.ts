import { describe, expect, it } from "vitest";
import type { NamedTensor, TensorData, TensorType } from "../runtime/tensor";
import { differences } from "./compare";

const tensor = (name: string, type: TensorType, data: TensorData, width = 1): NamedTensor => ({
  name,
  type,
  dims: [data.length / width, width],
  data,
});
const floats = (...values: number[]) => tensor("p", "float32", Float32Array.from(values));
const longs = (...values: bigint[]) => tensor("label", "int64", BigInt64Array.from(values));
const texts = (...values: string[]) => tensor("t", "string", values);

describe("two answers to the same rows", () => {
  it.each<[string, NamedTensor, NamedTensor, number, object]>([
    ["equal ones", floats(0.25, 0.5), floats(0.25, 0.5), 2, { unequal: 0, values: 2, sum: 0, largest: 0 }],
    [
      "noise of a machine",
      floats(0.5),
      tensor("p", "float64", Float64Array.of(0.5 + 1e-8)),
      1,
      { unequal: 0 },
    ],
    ["noise of a large one", floats(1e6), floats(1e6 + 0.5), 1, { unequal: 0, sumAbsolute: 0.5 }],
    [
      "others",
      floats(0.25, 0.5),
      floats(0.75, 0.25),
      2,
      { unequal: 2, values: 2, sum: 0.25, sumAbsolute: 0.75, sumSquares: 0.3125, largest: 0.5 },
    ],
    ["labels", longs(1n, 2n, 3n), longs(1n, 2n, 4n), 3, { rows: 3, unequal: 1, sum: 1 }],
    ["digits beyond 2^53", longs(9007199254740993n), longs(9007199254740992n), 1, { unequal: 1 }],
    ["texts", texts("a", "b"), texts("a", "c"), 2, { unequal: 1, values: 0 }],
    ["no numbers", floats(Number.NaN), floats(Number.NaN), 1, { unequal: 0, values: 0 }],
    ["one number", floats(Number.NaN), floats(1), 1, { unequal: 1, values: 0 }],
    ["one infinity", floats(Number.POSITIVE_INFINITY), floats(1), 1, { unequal: 1, values: 0 }],
    ["another length", floats(1), floats(1, 2), 1, { unequal: 1, values: 0 }],
    [
      "two values a row",
      tensor("p", "float32", Float32Array.of(1, 2, 3, 4), 2),
      tensor("p", "float32", Float32Array.of(1, 2, 3, 5), 2),
      2,
      { rows: 2, unequal: 1, values: 4 },
    ],
  ])("%s", (_name, live, shadow, rows, expected) => {
    const found = [...differences([live], [shadow], rows).values()];
    expect(found).toEqual([expect.objectContaining({ rows, ...expected })]);
  });

  it("an output that only one of them has differs in every row", () => {
    const found = differences([floats(1, 2)], [texts("a", "b")], 2);
    expect([...found].map(([name, { unequal }]) => [name, unequal])).toEqual([
      ["p", 2],
      ["t", 2],
    ]);
  });
});
