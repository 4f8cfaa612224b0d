import { SLOTS } from "../values";

/** A variant by its name, and how many of the slots are its own. */
export type Share = { name: string; percent: number };

/**
 * Which variant has each hundredth of the requests. A variant that shrinks gives its last slots away, and no other slot moves: so
 * few keys as the shares allow meet another variant than before. The shares add up to all slots.
 */
export function slotsOf(before: readonly string[], shares: readonly Share[]): string[] {
  const left = new Map(shares.map(({ name, percent }) => [name, percent]));
  const take = (name: string): string | null => {
    const count = left.get(name) ?? 0;
    if (count === 0) return null;
    left.set(name, count - 1);
    return name;
  };
  const kept = Array.from({ length: SLOTS }, (_, at) => take(before[at] ?? ""));
  const given = shares.flatMap(({ name }) => new Array<string>(left.get(name) ?? 0).fill(name));
  return kept.map((name) => name ?? given.shift() ?? "");
}
