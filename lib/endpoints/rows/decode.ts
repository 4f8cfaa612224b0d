import { AppError } from "@/lib/platform/errors";
import { type NamedTensor, sizeOf, type TensorType } from "../runtime/tensor";

export type Warning = { loc: (string | number)[]; msg: string; type: string };
export type Predictions = { predictions: Record<string, unknown>[]; warnings: Warning[] };

const MOST_WARNINGS = 100;

/**
 * What came out, row by row, under the names of the outputs. What JSON cannot hold is null and a warning, whole numbers that a
 * double would change are text.
 */
export function decodeRows(outputs: readonly NamedTensor[], rows: number): Predictions {
  const warnings: Warning[] = [];
  const columns = outputs.map((output) => columnOf(output, rows));
  const predictions = Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map((column) => [column.name, partOf(column, row, warnings)])),
  );
  return { predictions, warnings };
}

/** `shape` of one row, which is `width` values. */
type Column = Pick<NamedTensor, "name" | "type" | "data"> & { shape: readonly number[]; width: number };

function columnOf({ name, type, dims, data }: NamedTensor, rows: number): Column {
  if (dims[0] !== rows)
    throw new AppError(
      "CONFLICT",
      `The output ${JSON.stringify(name)} has no value for each row. Ask the model under /v2 instead.`,
    );
  const inner = dims.slice(1);
  const shape = inner.length === 1 && inner[0] === 1 ? [] : inner;
  return { name, type, data, shape, width: rows === 0 ? 0 : data.length / rows };
}

function partOf(column: Column, row: number, warnings: Warning[]): unknown {
  const { name, type, data, shape, width } = column;
  const nested = (from: number, depth: number): unknown => {
    const length = shape[depth];
    if (length === undefined) return jsonOf(type, data[from]);
    const step = sizeOf(shape.slice(depth + 1));
    return Array.from({ length }, (_, at) => nested(from + at * step, depth + 1));
  };
  const value = shape.length === 1 ? listOf(column, row) : nested(row * width, 0);
  if (warnings.length < MOST_WARNINGS) warnOf(value, ["predictions", row, name], warnings);
  return value;
}

function listOf({ type, data, width }: Column, row: number): unknown[] {
  const list: unknown[] = [];
  for (let at = row * width; at < (row + 1) * width; at += 1) list.push(jsonOf(type, data[at]));
  return list;
}

/** One for each value that is null. */
function warnOf(value: unknown, loc: (string | number)[], warnings: Warning[]): void {
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1)
      if (typeof value[at] !== "number") warnOf(value[at], [...loc, at], warnings);
  } else if (value === null && warnings.length < MOST_WARNINGS)
    warnings.push({ loc, msg: "The model's answer is no finite number", type: "finite_number" });
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
