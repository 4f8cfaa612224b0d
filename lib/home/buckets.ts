/** Steps with common names; the smallest that divides the window into at most this many bars is used. */
const MAX_BARS = 48;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS_MS = [
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  7 * DAY,
  30 * DAY,
];

export function bucketMs(start: Date, end: Date): number {
  const length = end.getTime() - start.getTime();
  return STEPS_MS.find((step) => length / step <= MAX_BARS) ?? Math.ceil(length / MAX_BARS / DAY) * DAY;
}

export type StateCount = { bucket: number; state: string; count: number };

/** All bars of the window, including empty ones. `bucket` counts steps since 1970. */
export function fillBuckets(rows: readonly StateCount[], start: Date, end: Date, step: number) {
  const first = Math.floor(start.getTime() / step);
  const last = Math.ceil(end.getTime() / step) - 1;
  const buckets = Array.from({ length: last - first + 1 }, (_, index) => ({
    start: new Date((first + index) * step).toISOString(),
    counts: {} as Record<string, number>,
  }));
  for (const row of rows) {
    const bucket = buckets[row.bucket - first];
    if (bucket) bucket.counts[row.state] = row.count;
  }
  return buckets;
}
