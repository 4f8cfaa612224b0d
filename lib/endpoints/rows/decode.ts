import { AppError } from "@/lib/platform/errors";
import type { NamedTensor, TensorType } from "../runtime/tensor";

export type Warning = { loc: (string | number)[]; msg: string; type: string };
export type Predictions = { predictions: Record<string, unknown>[]; warnings: Warning[] };

const MOST_WARNINGS = 100;

/**
 * What came out, row by row, under the names of the outputs. What JSON cannot hold is null and a warning, whole numbers that a
 * double would change are text.
 */
export function decodeRows(outputs: readonly NamedTensor[], rows: number): Predictions {
  const warnings: Warning[] = [];
  const predictions = Array.from({ length: rows }, (_, row) => {
    const values = outputs.map((output): [string, unknown] => [
      output.name,
      rowOf(output, row, rows, warnings),
    ]);
    return Object.fromEntries(values);
  });
  return { predictions, warnings };
}

function rowOf(
  { name, type, dims, data }: NamedTensor,
  row: number,
  rows: number,
  warnings: Warning[],
): unknown {
  if (dims[0] !== rows)
    throw new AppError(
      "CONFLICT",
      `The output ${JSON.stringify(name)} has no value for each row. Ask the model under /v2 instead.`,
    );
  const width = rows === 0 ? 0 : data.length / rows;
  const inner = dims.slice(1);
  const shape = inner.length === 1 && inner[0] === 1 ? [] : inner;
  let next = row * width;
  const take = (left: readonly number[], loc: (string | number)[]): unknown => {
    const [length, ...rest] = left;
    if (length === undefined) {
      const value = jsonOf(type, data[next]);
      next += 1;
      if (value === null && warnings.length < MOST_WARNINGS)
        warnings.push({ loc, msg: "The model's answer is no finite number", type: "finite_number" });
      return value;
    }
    return Array.from({ length }, (_, at) => take(rest, [...loc, at]));
  };
  return take(shape, ["predictions", row, name]);
}

/** A value of a tensor as JSON holds it; null for NaN and the infinities. */
export function jsonOf(type: TensorType, value: number | bigint | string | undefined): unknown {
  if (type === "bool") return value === 1;
  if (typeof value === "bigint") {
    const near = Number(value);
    return Number.isSafeInteger(near) ? near : String(value);
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return value ?? null;
}
