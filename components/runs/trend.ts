/** Medians of the last successes are compared with those of the successes before them. */
export const RECENT = 10;
export const EARLIER = 30;
/** Fewer before say nothing. */
const FEWEST_EARLIER = 10;
/** Smaller changes are noise, or of no matter. */
const LEAST_SHARE = 0.2;
const LEAST_MS = 1_000;

export type Trend =
  | { kind: "few"; needs: number }
  | { kind: "steady"; recentMs: number; earlierMs: number }
  | { kind: "slower" | "faster"; recentMs: number; earlierMs: number; share: number };

/**
 * Whether something has become slower; `durations` are those of successes, from old to new. It has when the median of the
 * last ten is a fifth and a second above that of the thirty before, and above three quarters of these: a single long run
 * changes neither.
 */
export function trendOf(durations: readonly number[]): Trend {
  const recent = durations.slice(-RECENT);
  const earlier = durations.slice(0, -RECENT).slice(-EARLIER);
  if (earlier.length < FEWEST_EARLIER)
    return { kind: "few", needs: RECENT + FEWEST_EARLIER - durations.length };
  const [recentMs, earlierMs] = [quantile(recent, 0.5) ?? 0, quantile(earlier, 0.5) ?? 0];
  const changed = recentMs - earlierMs;
  const isLarge = Math.abs(changed) >= Math.max(LEAST_MS, earlierMs * LEAST_SHARE);
  const isOutside =
    changed > 0 ? recentMs > (quantile(earlier, 0.75) ?? 0) : recentMs < (quantile(earlier, 0.25) ?? 0);
  if (!isLarge || !isOutside) return { kind: "steady", recentMs, earlierMs };
  const share = earlierMs > 0 ? changed / earlierMs : 1;
  return { kind: changed > 0 ? "slower" : "faster", recentMs, earlierMs, share };
}

/** The value below which this share of them is, between neighbours in proportion; null without any. */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place));
}

/** The versions of the first and the last of the successes that are compared, where they differ: what may have changed it. */
export function versionsBetween(versions: readonly number[]): { from: number; to: number } | null {
  const compared = versions.slice(-RECENT - EARLIER);
  const [from, to] = [compared[0], compared.at(-1)];
  return from === undefined || to === undefined || from === to ? null : { from, to };
}
