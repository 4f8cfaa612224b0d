import type { ColumnProfile } from "@/lib/point-in-time/schema";
import { type Bin, binsOf, numberOf } from "./bins";
import { type DriftLevel, PSI_LARGE, PSI_MODERATE } from "./values";

/** A share of nothing counts as this: its logarithm would be infinite. */
const LEAST_SHARE = 0.0001;

/**
 * The population stability index: the sum over bins of (live - reference) * ln(live / reference), of shares. 0 where both are the
 * same; it has no upper end. A bin that both leave empty does not count.
 */
export function stabilityIndex(reference: readonly number[], live: readonly number[]): number {
  const [all, allLive] = [sum(reference), sum(live)];
  return sum(
    reference.map((count, at) => {
      const liveCount = live[at] ?? 0;
      if (count === 0 && liveCount === 0) return 0;
      const before = Math.max(LEAST_SHARE, count / all);
      const now = Math.max(LEAST_SHARE, liveCount / allLive);
      return (now - before) * Math.log(now / before);
    }),
  );
}

/**
 * The statistic of Kolmogorov and Smirnov: the largest distance between the shares of values up to x, over all x. The reference is
 * known at its hundredths, so it is looked at right before and at each of them: the answer is never too large, and less than 0.01
 * too small. Null without numbers on both sides.
 */
export function largestDistance(profile: ColumnProfile, values: readonly number[]): number | null {
  if (profile.kind !== "number" || values.length === 0) return null;
  const count = profile.rows - profile.nulls;
  if (count === 0) return null;
  const sorted = Float64Array.from(values).sort();
  let largest = 0;
  for (const [value, below, reached] of profile.edges) {
    const liveBelow = countWhile(sorted, (one) => one < value);
    const liveReached = countWhile(sorted, (one) => one <= value);
    const distances = [
      below / count - liveBelow / sorted.length,
      reached / count - liveReached / sorted.length,
    ];
    largest = Math.max(largest, ...distances.map(Math.abs));
  }
  return largest;
}

/** Of a sorted list, whose first ones are it and whose last ones are not. */
function countWhile(sorted: Float64Array, isIt: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isIt(sorted[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export type Compared = {
  psi: number | null;
  ks: number | null;
  level: DriftLevel;
  bins: (Bin & { reference: number; live: number })[];
};

/** Fewer than `fewest` rows on either side say nothing. */
export function compared(profile: ColumnProfile, values: readonly unknown[], fewest: number): Compared {
  const binned = binsOf(profile);
  if (!binned) return { psi: null, ks: null, level: "no_reference", bins: [] };
  const live = binned.bins.map(() => 0);
  for (const value of values) {
    const place = binned.placeOf(value);
    live[place] = (live[place] ?? 0) + 1;
  }
  const bins = binned.bins.flatMap((bin, at) => {
    const counts = { reference: binned.reference[at] ?? 0, live: live[at] ?? 0 };
    return counts.reference + counts.live === 0 ? [] : [{ ...bin, ...counts }];
  });
  if (values.length < fewest || profile.rows < fewest || values.length === 0 || profile.rows === 0)
    return { psi: null, ks: null, level: "few_rows", bins };
  const psi = stabilityIndex(binned.reference, live);
  const numbers = profile.kind === "number" ? values.flatMap((value) => numberOf(value) ?? []) : [];
  return { psi, ks: largestDistance(profile, numbers), level: levelOf(psi), bins };
}

export function levelOf(psi: number): DriftLevel {
  if (psi < PSI_MODERATE) return "none";
  return psi < PSI_LARGE ? "moderate" : "large";
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
