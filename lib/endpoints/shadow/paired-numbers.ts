import { decodeRows } from "../rows/decode";
import { numericPaths, usualPath } from "../rows/number-paths";
import type { NamedTensor } from "../runtime/tensor";

/** A number of each row that both answered; null where one has none. `output` is its place, such as probabilities.1. */
export type PairedNumbers = { output: string; live: (number | null)[]; shadow: (number | null)[] };

/**
 * What both said of the number by which answers are judged, of the first rows. Null for answers that are no rows, or have no
 * number.
 */
export function pairedNumbers(
  live: readonly NamedTensor[],
  shadow: readonly NamedTensor[],
  rows: number,
  most: number,
): PairedNumbers | null {
  const kept = Math.min(rows, most);
  const answers = rowsOf(live, rows, kept);
  const others = rowsOf(shadow, rows, kept);
  if (!answers || !others) return null;
  const output = usualPath(numericPaths(answers[0]));
  if (output === null) return null;
  const path = output.split(".");
  const numbers = (given: readonly unknown[]) => given.map((answer) => numberAt(answer, path));
  return { output, live: numbers(answers), shadow: numbers(others) };
}

function rowsOf(outputs: readonly NamedTensor[], rows: number, most: number): unknown[] | null {
  if (rows === 0 || outputs.some(({ dims }) => dims[0] !== rows)) return null;
  return decodeRows(outputs, rows).predictions.slice(0, most);
}

function numberAt(answer: unknown, path: readonly string[]): number | null {
  let value = answer;
  for (const name of path) {
    if (typeof value !== "object" || value === null) return null;
    value = new Map<string, unknown>(Object.entries(value)).get(name);
  }
  return typeof value === "number" ? value : null;
}
