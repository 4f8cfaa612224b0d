import type { Rows } from "./place";

/** Drawn rows with the keys of their elements. */
export type KeyedRows = Rows & { keys: readonly number[] };

/**
 * Rows that stay visible keep their elements, and with them a selection. When most rows are new, existing elements get
 * other lines, which is far cheaper than creating new ones in each frame of a drag. `keep` forbids that.
 */
export function rekey(before: KeyedRows, { first, last }: Rows, keep: boolean): KeyedRows {
  const length = last - first;
  const kept = Math.min(before.last, last) - Math.max(before.first, first);
  let next = Math.max(-1, ...before.keys) + 1;
  const fresh = () => next++;
  const reuse = !keep && kept * 2 < length;
  const keyAt = (at: number) => before.keys[reuse ? at : first + at - before.first] ?? fresh();
  return { first, last, keys: Array.from({ length }, (_, at) => keyAt(at)) };
}
