import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it, test } from "vitest";
import { encodeRows } from "../rows/encode";
import { formOf } from "../rows/form";
import type { Port, TensorType } from "../runtime/tensor";
import { contractOf, type JoinedInputs } from "./contract";
import { openApiOf } from "./openapi";

const port = (name: string, type: TensorType, dims: number[]): Port => ({ name, type, dims });
const column = (name: string, type: string, required = true) => ({ name, type, required, shape: null });
const outputs = [port("label", "int64", [-1]), port("probabilities", "float32", [-1, 2])];

type Columns = ReturnType<typeof column>[];
function contract(inputs: Port[], columns: Columns = [], joined: JoinedInputs | null = null) {
  const signature = columns.length > 0 ? { inputs: columns, outputs: [], params: [] } : null;
  const model = { form: formOf(inputs, signature), ports: { outputs } };
  const version = { name: "delays", version: 7 };
  return {
    form: model.form,
    said: contractOf({ name: "delay", description: "", maxRows: 10, version, model, joined }),
  };
}
const MATRIX = [port("features", "float32", [-1, 3])];
const COLUMNS = [column("distance", "double"), column("hour", "long"), column("wind", "double", false)];
const KINDS: [string, Port[], Columns][] = [
  ["columns of one matrix", MATRIX, COLUMNS],
  [
    "a column an input",
    [port("id", "int64", [-1, 1]), port("carrier", "string", [-1]), port("night", "bool", [-1])],
    [],
  ],
  ["a tensor", [port("image", "float32", [-1, 2, -1])], []],
  ["two tensors", [port("image", "uint8", [-1, 2]), port("mask", "bool", [-1, 2])], []],
];

/** Schemas of the document for one endpoint, as a program that reads it would use them. */
function validators(said: ReturnType<typeof contract>["said"]) {
  const page = { title: "t", version: "1", description: "", serverUrl: "/" };
  const document = openApiOf([{ name: said.name, description: "", contract: said }], page);
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addSchema(document, "api");
  const of = (name: string) => {
    const validate = ajv.getSchema(`api#/components/schemas/${name}`);
    if (!validate) throw new Error(`There is no schema ${name}`);
    return (value: unknown) => validate(value) === true;
  };
  return { document, request: of("delay.Request"), answer: of("delay.Answer") };
}

describe.each(KINDS)("%s", (_name, inputs, columns) => {
  const { form, said } = contract(inputs, columns);
  const { document, request } = validators(said);

  it("have an example that the model takes and the document allows", () => {
    expect(said.example).not.toBeNull();
    const rows = [said.example, said.example];
    expect(() => encodeRows(form, rows)).not.toThrow();
    expect(request({ instances: rows })).toBe(true);
    expect(document.paths["/predict/delay"]).toMatchObject({
      post: { requestBody: { content: { "application/json": { example: { instances: [said.example] } } } } },
    });
  });
  it("refuse another name, and a row without one", () => {
    const wrong = { ...said.example, unknown: 1 };
    expect(request({ instances: [wrong] })).toBe(false);
    expect(() => encodeRows(form, [wrong])).toThrow();
    expect(request({ instances: [{}] })).toBe(false);
    expect(request({ instances: [] })).toBe(false);
    expect(request({ instances: new Array(11).fill(said.example) })).toBe(false);
  });
});

test("a column that may be missing may be null or left out, and a whole number is none with a fraction", () => {
  const { request } = validators(contract(MATRIX, COLUMNS).said);
  const allows = (row: object) => request({ instances: [row] });
  expect(allows({ distance: 1.5, hour: 2 })).toBe(true);
  expect(allows({ distance: 1.5, hour: 2, wind: null })).toBe(true);
  expect(allows({ distance: null, hour: 2 })).toBe(false);
  expect(allows({ distance: 1.5, hour: 2.5 })).toBe(false);
  expect(allows({ distance: 1.5 })).toBe(false);
});

test("an answer is an object for each row, with null for what is no finite number", () => {
  const { answer } = validators(contract(MATRIX, COLUMNS).said);
  const model = { name: "delays", version: 7 };
  expect(answer({ model, predictions: [{ label: 1, probabilities: [0.2, 0.8] }] })).toBe(true);
  expect(answer({ model, predictions: [{ label: "9007199254740993", probabilities: [null, 1] }] })).toBe(
    true,
  );
  expect(answer({ model, predictions: [{ label: 1 }] })).toBe(false);
});

test("a model that takes no rows says why, and one that is not loaded takes any", () => {
  const { said } = contract([port("scale", "float32", [])]);
  expect(said).toMatchObject({
    rows: "none",
    why: expect.stringContaining("scale"),
    inputs: [],
    example: null,
  });
  const page = { title: "t", version: "1", description: "", serverUrl: "/" };
  const document = openApiOf([{ name: "cold", description: "Not asked yet.", contract: null }], page);
  expect(document.components.schemas).toMatchObject({ "cold.Row": { type: ["object", "array"] } });
});

test("an image is too long for an example", () => {
  expect(contract([port("image", "float32", [-1, 3, 224, 224])]).said.example).toBeNull();
});

test("where features are joined a row has the join keys, and what no feature fills", () => {
  const joined = {
    sent: [{ name: "carrier_id", type: "int64" as const }],
    filled: new Set(["distance", "wind"]),
  };
  const { said } = contract(MATRIX, COLUMNS, joined);
  expect(said.inputs.map(({ name, is_whole }) => [name, is_whole])).toEqual([
    ["carrier_id", true],
    ["hour", true],
  ]);
  expect(said.example).toEqual({ carrier_id: 1, hour: 1 });
});
