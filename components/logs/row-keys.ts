import type { Rows } from "./place";

/** The rows in the page with the key of each one's element. */
export type KeyedRows = Rows & { keys: readonly number[] };

/**
 * Rows that stay in sight keep their elements, and a selection with them. When most are others, or all, the elements
 * are given other lines in their order: far cheaper than as many new ones in each frame of a drag. `keep` forbids that.
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
