/** A figure, and between which two it lies with 95 % of certainty. */
export type Interval = { value: number; low: number; high: number };

const Z = 1.959964;

/** Wilson's, which holds for few and for rare ones too. Null of none. */
export function shareInterval(count: number, of: number): Interval | null {
  if (of === 0) return null;
  const share = count / of;
  const scale = 1 + Z ** 2 / of;
  const middle = (share + Z ** 2 / (2 * of)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return { value: share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** By the normal distribution, of a figure and its standard error. */
export function intervalAround(value: number, error: number): Interval {
  return { value, low: value - Z * error, high: value + Z * error };
}

/** Of the mean of numbers, by their sum and that of their squares. Null of fewer than two. */
export function meanInterval(sum: number, sumSquares: number, of: number): Interval | null {
  if (of < 2) return null;
  const mean = sum / of;
  const variance = Math.max(0, (sumSquares - of * mean ** 2) / (of - 1));
  return intervalAround(mean, Math.sqrt(variance / of));
}
