/** The whiskers end at `low` and `high`: the last values within 1.5 times the box, or the box itself; beyond are outliers. */
export type Box = {
  n: number;
  low: number;
  q1: number;
  median: number;
  q3: number;
  high: number;
  mean: number;
  outliers: number[];
};

const WHISKER = 1.5;

/** Null of nothing. Quartiles are those of R and NumPy: linear between the two nearest values. */
export function boxOf(values: readonly number[]): Box | null {
  const sorted = values.toSorted((one, other) => one - other);
  const [first] = sorted;
  if (first === undefined) return null;
  const [q1, median, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const reach = WHISKER * (q3 - q1);
  const within = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  return {
    n: sorted.length,
    low: Math.min(q1, within[0] ?? first),
    q1,
    median,
    q3,
    high: Math.max(q3, within.at(-1) ?? first),
    mean: sorted.reduce((sum, value) => sum + value / sorted.length, 0),
    outliers: sorted.filter((value) => value < q1 - reach || value > q3 + reach),
  };
}

/** Of values in their order, at least one. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}
