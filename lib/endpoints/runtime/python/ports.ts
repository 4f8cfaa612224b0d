import type { Signature, SignatureField } from "@/lib/experiments";
import type { NamedTensor, Port, TensorType } from "../tensor";
import type { GivenAs } from "./frames";

const COLUMN_TYPES: Readonly<Record<string, TensorType>> = {
  double: "float64",
  float: "float32",
  long: "int64",
  integer: "int32",
  boolean: "bool",
  string: "string",
};
const TENSOR_TYPES: Readonly<Record<string, TensorType>> = {
  float64: "float64",
  float32: "float32",
  int64: "int64",
  int32: "int32",
  int16: "int16",
  int8: "int8",
  uint64: "uint64",
  uint32: "uint32",
  uint16: "uint16",
  uint8: "uint8",
  bool: "bool",
  str: "string",
};

/** What a Python model takes, by its signature; or why it cannot be asked. */
export function pythonInputs(
  signature: Signature | null,
): { form: GivenAs; inputs: Port[] } | { why: string } {
  const fields = signature?.inputs ?? [];
  if (fields.length === 0)
    return { why: "has no signature of its inputs. Log it with one: infer_signature(rows, answers)" };
  const isTensors = fields.every(({ shape }) => shape !== null);
  const inputs: Port[] = [];
  for (const field of fields) {
    const port = isTensors ? tensorPort(field) : columnPort(field);
    if (!port)
      return {
        why: `has an input ${JSON.stringify(field.name)} of the type ${field.type}, which is not served`,
      };
    inputs.push(port);
  }
  return { form: isTensors ? (inputs.length === 1 ? "tensor" : "tensors") : "columns", inputs };
}

function columnPort({ name, type, shape }: SignatureField): Port | null {
  const known = Object.hasOwn(COLUMN_TYPES, type) ? COLUMN_TYPES[type] : undefined;
  return known && name !== null && shape === null ? { name, type: known, dims: [-1] } : null;
}
function tensorPort({ name, type, shape }: SignatureField): Port | null {
  const known = Object.hasOwn(TENSOR_TYPES, type) ? TENSOR_TYPES[type] : undefined;
  return known && shape && shape.length > 0 ? { name: name ?? "input", type: known, dims: shape } : null;
}

/** What a model gave for one row, as what it gives: the first dimension is the rows'. */
export function portsOfAnswer(outputs: readonly NamedTensor[]): Port[] {
  return outputs.map(({ name, type, dims }) => ({
    name,
    type,
    dims: dims.map((dim, at) => (at === 0 ? -1 : dim)),
  }));
}

/** Where a model did not answer a row of zeros: what MLflow's models mostly give. */
export const UNKNOWN_OUTPUT: Port = { name: "prediction", type: "float64", dims: [-1] };
