import { LATENCY_BOUNDS_MS } from "./values";

const BUCKETS = LATENCY_BOUNDS_MS.length + 1;

export const noLatencies = (): number[] => new Array<number>(BUCKETS).fill(0);

/** The index of the bucket that counts this latency. */
export function bucketOf(ms: number): number {
  const at = LATENCY_BOUNDS_MS.findIndex((bound) => ms <= bound);
  return at < 0 ? BUCKETS - 1 : at;
}

/** The latency that this share of the answers did not exceed, on a straight line within its bucket; null without answers. */
export function quantileMs(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = share * total;
  let below = 0;
  for (const [at, count] of counts.entries()) {
    if (count > 0 && below + count >= rank) {
      const from = LATENCY_BOUNDS_MS[at - 1] ?? 0;
      // Above the last bound nothing is known but that it is more.
      const to = LATENCY_BOUNDS_MS[at] ?? from;
      return from + ((to - from) * Math.max(0, rank - below)) / count;
    }
    below += count;
  }
  return LATENCY_BOUNDS_MS[LATENCY_BOUNDS_MS.length - 1] ?? null;
}
