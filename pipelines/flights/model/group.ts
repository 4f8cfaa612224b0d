/** Flights that share something, with how many of them were predicted and were seen to be late. */
export type Group = { key: string; rows: number; predicted: number; observed: number };

/** By `keyOf(row)`, in the order the keys first appear. */
export function groupsOf(
  labels: Uint8Array,
  chances: ArrayLike<number>,
  keyOf: (row: number) => string,
): Group[] {
  const groups = new Map<string, Group>();
  for (let row = 0; row < labels.length; row += 1) {
    const key = keyOf(row);
    const group = groups.get(key) ?? { key, rows: 0, predicted: 0, observed: 0 };
    group.rows += 1;
    group.predicted += chances[row] ?? 0;
    group.observed += labels[row] ?? 0;
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({
    ...group,
    predicted: group.predicted / group.rows,
    observed: group.observed / group.rows,
  }));
}

const Z_95 = 1.96;

/** The 95 % interval of a share seen in `rows` trials (Wilson), which stays inside [0, 1]. */
export function interval(share: number, rows: number): [number, number] {
  const z2 = Z_95 ** 2 / rows;
  const middle = (share + z2 / 2) / (1 + z2);
  const half = (Z_95 / (1 + z2)) * Math.sqrt((share * (1 - share)) / rows + z2 / (4 * rows));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}
