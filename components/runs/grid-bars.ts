/** Longer runs than so many medians are cut, so that one does not flatten all others. */
const MOST_MEDIANS = 4;

/** The duration of a bar of full height, in ms. Longer ones are drawn as cut. */
export function barTop(durations: readonly (number | null)[]): number {
  const sorted = durations
    .filter((ms) => ms !== null && ms > 0)
    .toSorted((one, other) => Number(one) - Number(other));
  const longest = sorted.at(-1) ?? 1;
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? longest;
  return Math.min(longest, median * MOST_MEDIANS);
}
