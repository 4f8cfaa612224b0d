import { quoteLargeNumbers } from "@/lib/platform/large-numbers";
import type { Format } from "../values";
import { type Cell, cellsOf, jsonOfCell } from "./cells";
import type { Plan } from "./plan";

/** A row as the model takes it, and the values of its key columns; or why it is none. */
export type ReadRow = { keys: unknown[] } & ({ row: unknown } | { problem: string });

/** Reads a record of a part as the plan says. */
export function readRow(plan: Plan, format: Format, record: string): ReadRow {
  switch (format) {
    case "csv":
      return ofCells(plan, cellsOf(record));
    case "jsonl":
      return ofJson(plan, record);
    case "parquet":
      return ofValues(plan, record);
    default:
      return format satisfies never;
  }
}

function ofCells(plan: Plan, cells: readonly Cell[]): ReadRow {
  const { width, inputs, keys } = plan;
  const values = keys.map(({ at }) => cells[at] ?? null);
  if (cells.length !== width)
    return { keys: values, problem: `The row has ${cells.length} cells, and the header ${width}` };
  const row = inputs.map(({ at, kind }) => jsonOfCell(kind, cells[at] ?? null));
  return { keys: values, row: asTaken(plan, row) };
}

/** Values in the model's order, or by name without those that the file has no column for. */
function asTaken({ isNamed, names, inputs }: Plan, values: readonly unknown[]): unknown {
  if (!isNamed) return values;
  return Object.fromEntries(
    names.flatMap((name, at) => ((inputs[at]?.at ?? -1) < 0 ? [] : [[name, values[at]]])),
  );
}

/** What the child wrote: the model's values in order, then the keys. */
function ofValues(plan: Plan, record: string): ReadRow {
  const { inputs, keys } = plan;
  const values = asList(parsed(record));
  let next = 0;
  const row = inputs.map(({ at }) => (at < 0 ? null : (values[next++] ?? null)));
  return { keys: keys.map(() => values[next++] ?? null), row: asTaken(plan, row) };
}

/** Keys that the model does not take are taken out: it refuses what it does not know. */
function ofJson({ keys, names }: Plan, record: string): ReadRow {
  const value = parsed(record);
  if (value === undefined) return { keys: keys.map(() => null), problem: "The line is not JSON" };
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { keys: keys.map(() => null), row: value };
  const fields = new Map(Object.entries(value));
  const values = keys.map(({ name }) => textOf(fields.get(name)));
  for (const { name } of keys) if (!names.includes(name)) fields.delete(name);
  return { keys: values, row: Object.fromEntries(fields) };
}

function parsed(record: string): unknown {
  try {
    return JSON.parse(quoteLargeNumbers(record));
  } catch {
    return undefined;
  }
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
