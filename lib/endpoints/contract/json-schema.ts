import type { ContractField } from "../schema";

export type JsonSchema = Record<string, unknown>;

/** The range that JSON numbers of a type have; beyond 2^53 digits come as text. */
const RANGES: Record<string, readonly [number, number]> = {
  int8: [-128, 127],
  int16: [-32_768, 32_767],
  int32: [-2_147_483_648, 2_147_483_647],
  uint8: [0, 255],
  uint16: [0, 65_535],
  uint32: [0, 4_294_967_295],
};
const DIGITS = { type: "string", pattern: "^-?[0-9]{1,20}$", description: "All digits of a whole number." };

/** A row of the request: an object by names, or the same values in order. */
export function rowSchema(inputs: readonly ContractField[], title: string): JsonSchema {
  return {
    title,
    type: "object",
    properties: Object.fromEntries(inputs.map((input) => [input.name, inputSchema(input)])),
    required: inputs.filter(({ is_required }) => is_required).map(({ name }) => name),
    additionalProperties: false,
  };
}

function inputSchema(input: ContractField): JsonSchema {
  const value = nested(valueSchema(input), input.shape);
  if (input.is_required) return { title: input.name, ...value };
  return { title: input.name, anyOf: [value, { type: "null" }] };
}

/** What JSON cannot hold, such as NaN, is null in an answer. */
export function outputSchema(output: ContractField): JsonSchema {
  const value = valueSchema(output);
  const shown = output.type.startsWith("float") ? { anyOf: [value, { type: "null" }] } : value;
  const [only, ...more] = output.shape;
  return { title: output.name, ...nested(shown, only === 1 && more.length === 0 ? [] : output.shape) };
}

function valueSchema({ type, is_whole }: ContractField): JsonSchema {
  if (type === "string") return { type: "string" };
  if (type === "bool") return { type: "boolean" };
  if (type === "int64" || type === "uint64")
    return { anyOf: [{ type: "integer", format: type, ...(type === "uint64" && { minimum: 0 }) }, DIGITS] };
  const range = RANGES[type];
  if (range) return { type: "integer", minimum: range[0], maximum: range[1] };
  return is_whole ? { type: "integer" } : { type: "number", format: type === "float64" ? "double" : "float" };
}

function nested(value: JsonSchema, shape: readonly number[]): JsonSchema {
  return shape.reduceRight<JsonSchema>(
    (items, length) => ({
      type: "array",
      items,
      ...(length >= 0 && { minItems: length, maxItems: length }),
    }),
    value,
  );
}
