import { describe, expect, it, test } from "vitest";
import type { Signature } from "@/lib/experiments";
import type { AppError } from "@/lib/platform/errors";
import type { NamedTensor, Port, TensorType } from "../runtime/tensor";
import { decodeRows } from "./decode";
import { encodeRows } from "./encode";
import { formOf } from "./form";
import { feedsOf, InferInput, tensorAnswer, wantedOutputs } from "./open-inference";
import { scalarOf } from "./scalar";

const port = (name: string, type: TensorType, ...dims: number[]): Port => ({ name, type, dims });
const field = (name: string | null, type: string, required = true, shape: number[] | null = null) => ({
  name,
  type,
  required,
  shape,
});
const signature = (...inputs: Signature["inputs"]): Signature => ({ inputs, outputs: [], params: [] });
const flight = signature(field("distance", "double"), field("hour", "long"), field("wind", "double", false));
const faultsOf = (work: () => unknown): string[] => {
  try {
    work();
  } catch (error) {
    return ((error as AppError).extra.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
  }
  return [];
};

describe("a value of JSON", () => {
  it.each<[TensorType, unknown, unknown]>([
    ["float32", 1.5, 1.5],
    ["float32", 7, 7],
    ["float32", 1e300, "finite_number"],
    ["float64", 1e300, 1e300],
    ["float64", Number.POSITIVE_INFINITY, "finite_number"],
    ["float64", Number.NaN, "finite_number"],
    ["float64", "1.5", "float_type"],
    ["float64", "15", "float_type"],
    ["float64", "12345678901234567890", Number("12345678901234567890")],
    ["float32", `1${"0".repeat(39)}`, "finite_number"],
    ["float64", `-1${"0".repeat(309)}`, "finite_number"],
    ["float64", true, "float_type"],
    ["float64", null, "float_type"],
    ["float64", [1], "float_type"],
    ["int64", 7, 7n],
    ["int64", "9007199254740993", 9007199254740993n],
    ["int64", "-9223372036854775808", -(2n ** 63n)],
    ["int64", "9223372036854775808", "int_parsing_size"],
    ["int64", 2 ** 53, "int_parsing_size"],
    ["int64", 1.5, "int_from_float"],
    ["int64", Number.POSITIVE_INFINITY, "finite_number"],
    ["int64", "seven", "int_type"],
    ["int64", "", "int_type"],
    ["int64", null, "int_type"],
    ["uint64", "18446744073709551615", 2n ** 64n - 1n],
    ["uint64", -1, "int_parsing_size"],
    ["int32", 2_147_483_647, 2_147_483_647],
    ["int32", 2_147_483_648, "int_parsing_size"],
    ["int32", "7", "int_type"],
    ["int8", -129, "int_parsing_size"],
    ["uint8", 255, 255],
    ["uint8", 256, "int_parsing_size"],
    ["bool", true, 1],
    ["bool", 1, "bool_type"],
    ["string", "a", "a"],
    ["string", 1, "string_type"],
    ["string", null, "string_type"],
  ])("for %s, %j is %s", (type, raw, wanted) => {
    const found = scalarOf(type, raw);
    expect("value" in found ? found.value : found.type).toBe(wanted);
  });

  it("may be missing where the signature says so, and is whole where it says so", () => {
    expect(scalarOf("float32", null, { isOptional: true })).toEqual({ value: Number.NaN });
    expect(scalarOf("int64", null, { isOptional: true })).toMatchObject({ type: "int_type" });
    expect(scalarOf("float32", 1.5, { isWhole: true })).toMatchObject({ type: "int_from_float" });
    expect(scalarOf("float64", "9007199254740993", { isWhole: true })).toMatchObject({
      type: "int_parsing_size",
    });
    expect(scalarOf("float64", "9007199254740991", { isWhole: true })).toEqual({ value: 2 ** 53 - 1 });
  });
});

test.each<[string, Port[], Signature | null, string]>([
  ["columns side by side", [port("x", "float32", -1, 3)], flight, "columns"],
  ["columns of any width", [port("x", "float32", -1, -1)], flight, "columns"],
  [
    "an input for each column",
    [port("hour", "int64", -1, 1), port("distance", "float32", -1, 1), port("wind", "float32", -1)],
    flight,
    "columns",
  ],
  [
    "inputs of one value without a signature",
    [port("a", "int64", -1), port("b", "string", -1, 1)],
    null,
    "columns",
  ],
  ["fewer columns than the signature", [port("x", "float32", -1, 2)], flight, "tensors"],
  [
    "a signature of tensors",
    [port("x", "float32", -1, 3)],
    signature(field("x", "float32", true, [-1, 3])),
    "tensors",
  ],
  ["no signature", [port("x", "float32", -1, 3)], null, "tensors"],
  ["an input without rows", [port("x", "float32")], null, "none"],
])("%s: rows are %s", (_name, inputs, said, kind) => {
  expect(formOf(inputs, said).kind).toBe(kind);
});

describe("rows by columns", () => {
  const form = formOf([port("x", "float32", -1, 3)], flight);
  it("are stacked in the order of the signature, whatever their own; a missing number is NaN", () => {
    const rows = [{ hour: 7, wind: 3.5, distance: 100 }, [200, 8, 4], { distance: 300, hour: 9 }];
    expect(encodeRows(form, rows)).toEqual([
      {
        name: "x",
        type: "float32",
        dims: [3, 3],
        data: Float32Array.of(100, 7, 3.5, 200, 8, 4, 300, 9, Number.NaN),
      },
    ]);
  });

  it("go to the input of their name", () => {
    const split = formOf(
      [port("hour", "int64", -1, 1), port("distance", "float32", -1), port("wind", "float32", -1)],
      flight,
    );
    expect(encodeRows(split, [{ distance: 1, hour: 2, wind: 3 }])).toMatchObject([
      { name: "hour", dims: [1, 1], data: BigInt64Array.of(2n) },
      { name: "distance", dims: [1], data: Float32Array.of(1) },
      { name: "wind", dims: [1], data: Float32Array.of(3) },
    ]);
  });

  it("go where the model's file has their names, in any order of the signature", () => {
    const rows: Port = { ...port("rows", "float32", -1, 3), columns: ["wind", "distance", "hour"] };
    const [tensor] = encodeRows(formOf([rows], flight), [{ distance: 1, hour: 2 }, [4, 5, 6]]);
    expect(tensor?.data).toEqual(Float32Array.of(Number.NaN, 1, 2, 6, 4, 5));
    expect(encodeRows(formOf([rows], null), [{ hour: 2, wind: 3, distance: 1 }])[0]?.data).toEqual(
      Float32Array.of(3, 1, 2),
    );
    const others: Port = { ...rows, columns: ["f0", "f1", "f2"] };
    expect(encodeRows(formOf([others], flight), [{ distance: 1, hour: 2, wind: 3 }])[0]?.data).toEqual(
      Float32Array.of(1, 2, 3),
    );
  });

  it.each<[string, unknown[], string[]]>([
    ["a column that is missing", [{ distance: 1 }], ["/instances/0/hour missing"]],
    ["one that is not there", [{ distance: 1, hour: 2, wing: 3 }], ["/instances/0/wing extra_forbidden"]],
    [
      "an inherited name",
      [{ distance: 1, hour: 2, constructor: 3 }],
      ["/instances/0/constructor extra_forbidden"],
    ],
    ["another type", [{ distance: "far", hour: 2 }], ["/instances/0/distance float_type"]],
    [
      "a fraction",
      [
        [1, 2, 3],
        [1, 2.5, 3],
      ],
      ["/instances/1/1 int_from_float"],
    ],
    ["too few values", [[1, 2]], ["/instances/0 too_short"]],
    ["too many values", [[1, 2, 3, 4]], ["/instances/0 too_long"]],
    [
      "a row that is none",
      [[1, 2, 3], null, 5],
      ["/instances/1 model_attributes_type", "/instances/2 model_attributes_type"],
    ],
  ])("%s is refused at its place", (_name, rows, faults) => {
    expect(faultsOf(() => encodeRows(form, rows))).toEqual(faults);
  });

  it("of many faults tell the first twenty", () => {
    expect(faultsOf(() => encodeRows(form, Array(100).fill({})))).toHaveLength(20);
  });
});

describe("rows by tensors", () => {
  const pair = formOf([port("image", "uint8", -1, 2, 2), port("words", "string", -1, -1)], null);
  it("have an array for each input, of the shape that the first row has where it is open", () => {
    const rows = [
      {
        image: [
          [1, 2],
          [3, 4],
        ],
        words: ["a", "b", "c"],
      },
      {
        image: [
          [5, 6],
          [7, 8],
        ],
        words: ["d", "e", "f"],
      },
    ];
    expect(encodeRows(pair, rows)).toMatchObject([
      { dims: [2, 2, 2], data: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
      { dims: [2, 3], data: ["a", "b", "c", "d", "e", "f"] },
    ]);
  });

  it.each<[string, unknown[], string[]]>([
    [
      "a row that is shorter than the first",
      [
        {
          image: [
            [1, 2],
            [3, 4],
          ],
          words: ["a"],
        },
        {
          image: [
            [1, 2],
            [3, 4],
          ],
          words: [],
        },
      ],
      ["/instances/1/words too_short"],
    ],
    ["a flat row", [{ image: [1, 2, 3, 4], words: [] }], ["/instances/0/image too_long"]],
    [
      "an input that is missing",
      [
        {
          image: [
            [1, 2],
            [3, 4],
          ],
        },
      ],
      ["/instances/0/words missing"],
    ],
    [
      "one that is not there",
      [
        {
          image: [
            [1, 2],
            [3, 4],
          ],
          words: [],
          x: 1,
        },
      ],
      ["/instances/0/x extra_forbidden"],
    ],
    [
      "a value of another type",
      [
        {
          image: [
            [1, 2],
            [3, 256],
          ],
          words: [],
        },
      ],
      ["/instances/0/image/1/1 int_parsing_size"],
    ],
    ["an array for two inputs", [[1]], ["/instances/0 dict_type", "/instances/0 dict_type"]],
  ])("%s is refused at its place", (_name, rows, faults) => {
    expect(faultsOf(() => encodeRows(pair, rows))).toEqual(faults);
  });

  it("of one input may stand there by themselves", () => {
    const form = formOf([port("x", "float64", -1, 2)], null);
    const [tensor] = encodeRows(form, [[1, 2], { x: [3, 4] }]);
    expect(tensor).toMatchObject({ dims: [2, 2], data: Float64Array.of(1, 2, 3, 4) });
    expect(faultsOf(() => encodeRows(form, [7]))).toEqual(["/instances/0 list_type"]);
  });

  it("are as many as the model was exported for", () => {
    const form = formOf([port("x", "float64", 2, 2)], null);
    expect(faultsOf(() => encodeRows(form, [[1, 2]]))).toEqual(["/instances value_error"]);
  });

  it("are not for a model whose inputs are no rows", () => {
    expect(faultsOf(() => encodeRows(formOf([port("x", "float64")], null), [1]))).toEqual([
      "/instances value_error",
    ]);
  });
});

describe("answers", () => {
  const outputs: NamedTensor[] = [
    { name: "label", type: "int64", dims: [2], data: BigInt64Array.of(1n, 9007199254740993n) },
    { name: "score", type: "float32", dims: [2, 1], data: Float32Array.of(0.5, Number.NaN) },
    { name: "pair", type: "float64", dims: [2, 2], data: Float64Array.of(1, Number.NEGATIVE_INFINITY, 3, 4) },
    { name: "late", type: "bool", dims: [2], data: Uint8Array.of(1, 0) },
    { name: "word", type: "string", dims: [2], data: ["a", "b"] },
  ];
  it("are an object a row; what JSON does not hold is null and a warning, large whole numbers are text", () => {
    const { predictions, warnings } = decodeRows(outputs, 2);
    expect(predictions).toEqual([
      { label: 1, score: 0.5, pair: [1, null], late: true, word: "a" },
      { label: "9007199254740993", score: null, pair: [3, 4], late: false, word: "b" },
    ]);
    expect(warnings.map(({ loc }) => loc)).toEqual([
      ["predictions", 0, "pair", 1],
      ["predictions", 1, "score"],
    ]);
  });

  it("that are not one a row are refused", () => {
    expect(() => decodeRows(outputs, 1)).toThrow(/\/v2/);
  });

  it("as tensors count what JSON does not hold", () => {
    expect(outputs.map(tensorAnswer)).toMatchObject([
      { datatype: "INT64", shape: [2], data: [1, "9007199254740993"] },
      { datatype: "FP32", shape: [2, 1], data: [0.5, null], parameters: { not_finite: 1 } },
      { datatype: "FP64", data: [1, null, 3, 4], parameters: { not_finite: 1 } },
      { datatype: "BOOL", data: [true, false] },
      { datatype: "BYTES", data: ["a", "b"] },
    ]);
  });
});

describe("tensors of the Open Inference Protocol", () => {
  const ports = [port("x", "float32", -1, 2), port("id", "int64", -1)];
  const x = { name: "x", shape: [2, 2], datatype: "FP32", data: [1, 2, 3, 4] as unknown[] };
  const id = { name: "id", shape: [1], datatype: "INT64", data: ["9007199254740993"] as unknown[] };
  const feeds = (...inputs: unknown[]) => feedsOf(ports, InferInput.parse({ inputs }).inputs);

  it.each([
    ["flat", [1, 2, 3, 4]],
    [
      "nested",
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])("may be %s", (_name, data) => {
    expect(feeds(id, { ...x, data })).toEqual([
      { name: "x", type: "float32", dims: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      { name: "id", type: "int64", dims: [1], data: BigInt64Array.of(9007199254740993n) },
    ]);
  });

  it.each<[string, unknown[], string]>([
    ["an input that is missing", [x], "/inputs missing"],
    ["one that is not there", [x, id, { ...x, name: "y" }], "/inputs/2/name value_error"],
    ["one twice", [x, id, x], "/inputs/2/name value_error"],
    ["another datatype", [{ ...x, datatype: "FP64" }, id], "/inputs/0/datatype value_error"],
    ["another rank", [{ ...x, shape: [4] }, id], "/inputs/0/shape value_error"],
    ["another width", [{ ...x, shape: [1, 4] }, id], "/inputs/0/shape value_error"],
    ["too few values", [{ ...x, data: [1, 2, 3] }, id], "/inputs/0/data value_error"],
    ["a shape beyond counting", [{ ...x, shape: [2 ** 52, 2] }, id], "/inputs/0/data value_error"],
    ["nesting beyond the shape", [{ ...x, data: [[1], [2], [[3]], [4]] }, id], "/inputs/0/data/2 float_type"],
    [
      "a whole number that JSON has changed",
      [x, { ...id, data: [2 ** 53] }],
      "/inputs/1/data/0 int_parsing_size",
    ],
  ])("%s is refused at its place", (_name, inputs, fault) => {
    expect(faultsOf(() => feeds(...inputs))).toEqual([fault]);
  });

  it("are given out as they are asked for", () => {
    expect(wantedOutputs(ports, undefined)).toEqual(["x", "id"]);
    expect(wantedOutputs(ports, [{ name: "id" }, { name: "id" }])).toEqual(["id"]);
    expect(faultsOf(() => wantedOutputs(ports, [{ name: "z" }]))).toEqual(["/outputs/0/name value_error"]);
  });
});
