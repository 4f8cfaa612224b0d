/** Above the median by this much a run is cut off, so that one of an hour does not flatten those of a minute. */
const MOST_OF_MEDIAN = 2;
const LEAST_PERCENT = 20;

export type BarHeight = { percent: number; isCut: boolean };

/** Heights of runs by how long they took; null for one that has not ended. */
export function barHeights(durationsMs: readonly (number | null)[]): (BarHeight | null)[] {
  const known = durationsMs.filter((ms) => ms !== null).toSorted((one, other) => one - other);
  const median = known[Math.floor(known.length / 2)] ?? 0;
  const most = Math.min(known.at(-1) ?? 0, median * MOST_OF_MEDIAN);
  return durationsMs.map((ms) => {
    if (ms === null) return null;
    const share = most > 0 ? Math.min(1, ms / most) : 1;
    return { percent: Math.round(LEAST_PERCENT + share * (100 - LEAST_PERCENT)), isCut: ms > most };
  });
}
