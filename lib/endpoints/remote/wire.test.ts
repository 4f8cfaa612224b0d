import { describe, expect, it, test } from "vitest";
import type { NamedTensor } from "../runtime/tensor";
import { errorIn, inferText, NotTheProtocol, readMetadata, readOutputs } from "./wire";

const bytes = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));
const output = (more: object = {}) => ({ name: "y", datatype: "FP32", shape: [2], data: [1, 2.5], ...more });
const outputs = (...all: object[]) => bytes({ model_version: "3", outputs: all });

test("what is sent keeps every digit, and what has no value is null", () => {
  const feeds: NamedTensor[] = [
    { name: "id", type: "int64", dims: [2], data: BigInt64Array.of(9007199254740993n, -1n) },
    { name: "x", type: "float32", dims: [2, 1], data: Float32Array.of(0.5, Number.NaN) },
    { name: "b", type: "bool", dims: [2], data: Uint8Array.of(1, 0) },
    { name: "t", type: "string", dims: [2], data: ['"', "é"] },
  ];
  expect(inferText(feeds, ["y"])).toBe(
    '{"inputs":[{"name":"id","datatype":"INT64","shape":[2],"data":[9007199254740993,-1]},' +
      '{"name":"x","datatype":"FP32","shape":[2,1],"data":[0.5,null]},' +
      '{"name":"b","datatype":"BOOL","shape":[2],"data":[true,false]},' +
      '{"name":"t","datatype":"BYTES","shape":[2],"data":["\\"","é"]}],"outputs":[{"name":"y"}]}',
  );
});

describe("what comes back", () => {
  it("is tensors in their own types, nested or flat, in the order that was asked for", () => {
    const body = bytes(
      '{"outputs":[{"name":"id","datatype":"INT64","shape":[1],"data":[9007199254740993]},' +
        '{"name":"y","datatype":"FP64","shape":[1,2],"data":[[0.5,null]]}]}',
    );
    expect(readOutputs(body, ["y", "id"])).toEqual([
      { name: "y", type: "float64", dims: [1, 2], data: Float64Array.of(0.5, Number.NaN) },
      { name: "id", type: "int64", dims: [1], data: BigInt64Array.of(9007199254740993n) },
    ]);
  });

  it.each<[string, Buffer, RegExp]>([
    ["no JSON", bytes("<html>"), /not JSON/],
    ["no outputs", bytes({}), /\/outputs/],
    ["another output", outputs(output({ name: "z" })), /"y" is missing/],
    ["too few values", outputs(output({ data: [1] })), /1 values in the shape \[2\]/],
    ["a shape without end", outputs(output({ shape: [2 ** 40, 2 ** 40] })), /values in the shape/],
    ["any length", outputs(output({ shape: [-1] })), /values in the shape/],
    ["a type that is not served", outputs(output({ datatype: "FP16" })), /FP16/],
    ["a text for a number", outputs(output({ data: [1, "2"] })), /no float32/],
    ["a fraction for a whole number", outputs(output({ datatype: "INT32" })), /no int32/],
  ])("is not %s", (_name, body, words) => {
    expect(() => readOutputs(body, ["y"])).toThrow(words);
    expect(() => readOutputs(body, ["y"])).toThrow(NotTheProtocol);
  });
});

test("what a model takes and gives, under the version that its server names last", () => {
  const port = { name: "x", datatype: "FP32", shape: [-1, 4] };
  const read = (more: object) => readMetadata(bytes({ name: "m", inputs: [port], outputs: [port], ...more }));
  expect(read({ versions: ["1", "12"] })).toEqual({
    inputs: [{ name: "x", type: "float32", dims: [-1, 4] }],
    outputs: [{ name: "x", type: "float32", dims: [-1, 4] }],
    version: 12,
  });
  expect([read({}).version, read({ versions: ["canary"] }).version]).toEqual([0, 0]);
  expect(() => read({ inputs: [] })).toThrow(/inputs/);
  expect(() => read({ inputs: [{ ...port, name: "__proto__" }] })).toThrow(/no name/);
});

test("an error of the protocol is told, another body is not", () => {
  expect([errorIn(bytes({ error: "no such model" })), errorIn(bytes("<html>")), errorIn(bytes({}))]).toEqual([
    "no such model",
    null,
    null,
  ]);
});
