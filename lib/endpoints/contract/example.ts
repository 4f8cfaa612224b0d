import type { ContractField } from "../schema";

/** More values than this are no example that a person reads. */
const MOST_VALUES = 256;

type Row = Record<string, unknown>;

/** A row that the model takes, of values that say their types; null where it would be too long. */
export function exampleRow(inputs: readonly ContractField[]): Row | null {
  const sizes = inputs.map(({ shape }) => shape.reduce((size, length) => size * lengthOf(length), 1));
  if (inputs.length === 0 || sizes.reduce((sum, size) => sum + size, 0) > MOST_VALUES) return null;
  return Object.fromEntries(inputs.map((input) => [input.name, exampleOf(input, input.shape)]));
}

/** What may have any length has one value. */
const lengthOf = (length: number) => (length < 0 ? 1 : length);

function exampleOf(input: ContractField, shape: readonly number[]): unknown {
  const [length, ...inner] = shape;
  if (length === undefined) return scalarOf(input);
  return Array.from({ length: lengthOf(length) }, () => exampleOf(input, inner));
}

function scalarOf({ type, is_whole }: ContractField): unknown {
  if (type === "string") return "text";
  if (type === "bool") return true;
  return is_whole ? 1 : 0.5;
}
