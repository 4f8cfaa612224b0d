import * as z from "zod";
import { emptyData, type NamedTensor, type Port, sizeOf, type TensorType } from "../runtime/tensor";
import type { ColumnValues } from "../split/sticky-key";
import { jsonOf } from "./decode";
import { Faults, refuseAt } from "./faults";
import { putScalar } from "./scalar";

/** The protocol's names of types. */
export const DATATYPES: Readonly<Record<TensorType, string>> = {
  float32: "FP32",
  float64: "FP64",
  int8: "INT8",
  int16: "INT16",
  int32: "INT32",
  int64: "INT64",
  uint8: "UINT8",
  uint16: "UINT16",
  uint32: "UINT32",
  uint64: "UINT64",
  bool: "BOOL",
  string: "BYTES",
};
const MOST_PORTS = 2_000;

const Parameters = z.record(z.string(), z.unknown()).optional();
export const InferInput = z.object({
  id: z.string().max(300).optional(),
  parameters: Parameters,
  inputs: z
    .array(
      z.object({
        name: z.string().max(1_000),
        shape: z.array(z.number().int().min(0)).max(32),
        datatype: z.string().max(20),
        parameters: Parameters,
        data: z.array(z.unknown()).meta({ description: "Row by row, nested or flat." }),
      }),
    )
    .min(1)
    .max(MOST_PORTS),
  outputs: z
    .array(z.object({ name: z.string().max(1_000), parameters: Parameters }))
    .max(MOST_PORTS)
    .optional(),
});
export type InferInput = z.output<typeof InferInput>;
const TensorSpec = z.object({ name: z.string(), datatype: z.string(), shape: z.array(z.number().int()) });
export const InferAnswer = z.object({
  model_name: z.string(),
  model_version: z.string(),
  id: z.string(),
  parameters: z.object({ variant: z.string(), features: z.literal("fallback").optional() }).meta({
    description:
      "Which variant of the endpoint answered, and whether its features have the values that are declared for when the online store is away.",
  }),
  outputs: z.array(
    TensorSpec.extend({
      data: z.array(z.unknown()),
      parameters: z.object({ not_finite: z.number().int() }).optional(),
    }),
  ),
});
const PortSpec = TensorSpec.extend({
  parameters: z
    .object({ columns: z.array(z.string()).optional(), labels: z.array(z.string()).optional() })
    .optional()
    .meta({
      description: "What the values of a row are called, and the classes whose probabilities they are.",
    }),
});
export const ModelAnswer = z.object({
  name: z.string(),
  versions: z.array(z.string()),
  platform: z.string(),
  inputs: z.array(PortSpec),
  outputs: z.array(PortSpec),
});

export const specOf = ({ name, type, dims, columns, labels }: Port) => ({
  name,
  datatype: DATATYPES[type],
  shape: dims,
  ...((columns || labels) && { parameters: { ...(columns && { columns }), ...(labels && { labels }) } }),
});

/** Each input of the model once, in its own type and shape. Throws InvalidError. */
export function feedsOf(inputs: readonly Port[], sent: InferInput["inputs"]): NamedTensor[] {
  const known = inputs.map(({ name }) => name);
  for (const [at, { name }] of sent.entries()) {
    if (!known.includes(name))
      refuseAt(
        ["inputs", at, "name"],
        "value_error",
        `There is no input ${quoted(name)}. There are: ${listed(known)}`,
      );
    if (sent.findIndex((other) => other.name === name) !== at)
      refuseAt(["inputs", at, "name"], "value_error", `The input ${quoted(name)} stands there twice`);
  }
  return inputs.map((port) => {
    const at = sent.findIndex(({ name }) => name === port.name);
    const tensor = sent[at];
    if (!tensor) return refuseAt(["inputs"], "missing", `The input ${quoted(port.name)} is missing`);
    return feedOf(port, tensor, ["inputs", at]);
  });
}

function feedOf(port: Port, tensor: InferInput["inputs"][number], path: PropertyKey[]): NamedTensor {
  const { datatype, shape } = tensor;
  const wanted = DATATYPES[port.type];
  if (datatype !== wanted)
    refuseAt(
      [...path, "datatype"],
      "value_error",
      `The input ${quoted(port.name)} is ${wanted}, not ${quoted(datatype)}`,
    );
  const fits =
    shape.length === port.dims.length && port.dims.every((dim, at) => dim < 0 || dim === shape[at]);
  if (!fits)
    refuseAt(
      [...path, "shape"],
      "value_error",
      `The input ${quoted(port.name)} has the shape [${port.dims}], where -1 is any length, not [${shape}]`,
    );
  const size = sizeOf(shape);
  const values = flat(tensor.data, Math.max(shape.length, 1));
  if (values.length !== size)
    refuseAt(
      [...path, "data"],
      "value_error",
      `The shape [${shape}] has ${size} values, and data has ${values.length}`,
    );
  const data = emptyData(port.type, size);
  const faults = new Faults();
  for (const [at, raw] of values.entries()) {
    const problem = putScalar(data, at, port.type, raw);
    if (problem) faults.add([...path, "data", at], problem);
    if (faults.isFull) break;
  }
  faults.refuse();
  return { name: port.name, type: port.type, dims: shape, data };
}

/** The values of an input that is a column. */
export function columnOfTensors(sent: InferInput["inputs"]): ColumnValues {
  return (name) => {
    const at = sent.findIndex((tensor) => tensor.name === name);
    const data = sent[at]?.data.flat() ?? [];
    return data.map((value, row) => ({ path: ["inputs", at, "data", row], value }));
  };
}

/** No deeper than the shape: what lies deeper is no value, and is refused as such. */
function flat(data: readonly unknown[], depth: number): unknown[] {
  return data.some(Array.isArray) ? data.flat(depth - 1) : [...data];
}

/** The names of the outputs that are asked for; all of them without a wish. */
export function wantedOutputs(outputs: readonly Port[], sent: InferInput["outputs"]): string[] {
  const known = outputs.map(({ name }) => name);
  if (!sent || sent.length === 0) return known;
  for (const [at, { name }] of sent.entries())
    if (!known.includes(name))
      refuseAt(
        ["outputs", at, "name"],
        "value_error",
        `There is no output ${quoted(name)}. There are: ${listed(known)}`,
      );
  return [...new Set(sent.map(({ name }) => name))];
}

export function tensorAnswer({ name, type, dims, data }: NamedTensor) {
  const values = Array.from(data, (value: number | bigint | string) => jsonOf(type, value));
  const lost = values.filter((value) => value === null).length;
  const spec = { name, datatype: DATATYPES[type], shape: dims, data: values };
  return lost > 0 ? { ...spec, parameters: { not_finite: lost } } : spec;
}

const quoted = (name: string) => JSON.stringify(name);
const FIRST_NAMES = 20;
function listed(names: readonly string[]): string {
  return names.slice(0, FIRST_NAMES).join(", ") + (names.length > FIRST_NAMES ? ", …" : "");
}
