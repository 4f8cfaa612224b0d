import { type Interval, intervalAround } from "../interval";

/** Two scores of the same rows, and whether each came true. */
type BinaryPairs = {
  one: readonly number[];
  other: readonly number[];
  truth: readonly boolean[];
};
type ComparedAreas = { one: number; other: number; difference: Interval | null };

/**
 * Areas under two ROC curves of the same rows, and what the second one has more, by the method of DeLong, DeLong and
 * Clarke-Pearson (Biometrics 44, 1988), with the midranks of Sun and Xu (IEEE Signal Processing Letters 21, 2014): O(n log n).
 * Equal scores count half. Null when all or none came true.
 */
export function comparedAreas({ one, other, truth }: BinaryPairs): ComparedAreas | null {
  const first = placements(one, truth);
  const second = placements(other, truth);
  if (!first || !second) return null;
  const spread =
    varianceOfMean(differences(second.positives, first.positives)) +
    varianceOfMean(differences(second.negatives, first.negatives));
  const difference = second.area - first.area;
  return {
    one: first.area,
    other: second.area,
    difference: Number.isFinite(spread) ? intervalAround(difference, Math.sqrt(spread)) : null,
  };
}

/**
 * Of each row that came true the share of those that did not which it stands above, and of each that did not the share of those
 * that did which stand above it.
 */
function placements(scores: readonly number[], truth: readonly boolean[]) {
  const positives = scores.filter((_, at) => truth[at]);
  const negatives = scores.filter((_, at) => !truth[at]);
  if (positives.length === 0 || negatives.length === 0) return null;
  const all = midranks([...positives, ...negatives]);
  const among = midranks(positives);
  const others = midranks(negatives);
  const ofPositives = positives.map((_, at) => ((all[at] ?? 0) - (among[at] ?? 0)) / negatives.length);
  const ofNegatives = negatives.map(
    (_, at) => 1 - ((all[positives.length + at] ?? 0) - (others[at] ?? 0)) / positives.length,
  );
  return { area: meanOf(ofPositives), positives: ofPositives, negatives: ofNegatives };
}

/** Ranks from 1, equal values share the mean of theirs. */
function midranks(values: readonly number[]): Float64Array {
  const order = Float64Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  for (let at = 0; at < order.length; ) {
    const value = values[order[at] ?? 0];
    let end = at;
    while (end < order.length && values[order[end] ?? 0] === value) end += 1;
    for (let place = at; place < end; place += 1) ranks[order[place] ?? 0] = (at + 1 + end) / 2;
    at = end;
  }
  return ranks;
}

const differences = (ones: readonly number[], others: readonly number[]) =>
  ones.map((value, at) => value - (others[at] ?? 0));
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** NaN of fewer than two. */
function varianceOfMean(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (values.length - 1) / values.length;
}
