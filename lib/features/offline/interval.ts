const FIRST_SECONDS = 52 * 7 * 86_400;

/**
 * Where a materialisation begins that is given no start: where the last one ended, else as long ago as a value may be old, and
 * without a ttl 52 weeks ago.
 */
export function nextStart(last: Date | null, ttlSeconds: number, end: Date): Date {
  if (last) return last;
  return new Date(Math.max(0, end.getTime() - (ttlSeconds || FIRST_SECONDS) * 1_000));
}
