import { inputsOf } from "./input-values";
import type { Kept } from "./repository/sample";
import { LIMITS } from "./values";

/** Values of one input, and when each was asked. */
export type Live = { values: unknown[]; times: number[] };

/** Every input's values, of so many rows as a question may read. An input that a prediction lacks has no value there, not null. */
export function inputsOfSample(kept: readonly Kept[]): {
  inputs: Map<string, Live>;
  rows: number;
  isWhole: boolean;
} {
  const inputs = new Map<string, Live>();
  let [rows, count] = [0, 0];
  for (const { at, inputs: stored } of kept) {
    if (rows >= LIMITS.rows || count >= LIMITS.values) return { inputs, rows, isWhole: false };
    const found = inputsOf(stored);
    rows += Math.max(0, ...[...found.values()].map((values) => values.length));
    for (const [name, values] of found) {
      const live = inputs.get(name) ?? { values: [], times: [] };
      for (const value of values) {
        live.values.push(value);
        live.times.push(at.getTime());
      }
      inputs.set(name, live);
      count += values.length;
    }
  }
  return { inputs, rows, isWhole: true };
}
