/**
 * Upper bounds in ms of the buckets that latencies are counted in, and one more bucket above all of them. The distance between two
 * is what a quantile may be wrong by.
 */
export const LATENCY_BOUNDS_MS = [
  0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1_024, 1_536,
  2_048, 4_096, 8_192, 16_384, 32_768,
] as const;

export const KEPT_DAYS = 30;

/** How far a page looks back, and what one point of its charts stands for. */
export const USAGE_RANGES = {
  hour: { minutes: 60, stepMinutes: 1 },
  day: { minutes: 1_440, stepMinutes: 15 },
  week: { minutes: 10_080, stepMinutes: 120 },
} as const;
export type UsageRange = keyof typeof USAGE_RANGES;
