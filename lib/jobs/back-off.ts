/** How long a job that failed waits before it is tried again: `firstMs`, then twice as long each time, `mostMs` at most. */
export type RetryPolicy = { firstMs: number; mostMs: number };

export const USUAL_RETRY: RetryPolicy = { firstMs: 1_000, mostMs: 300_000 };

/** A fifth more or less, so that processes that began together do not go on together. `random` is in [0, 1). */
export function jittered(ms: number, random: number): number {
  return ms * (0.8 + 0.4 * random);
}

/** `failures`: how many in a row, at least one. */
export function backOffMs({ firstMs, mostMs }: RetryPolicy, failures: number, random: number): number {
  // Beyond 2^1023 a number is infinite, which the limit takes back.
  return jittered(Math.min(firstMs * 2 ** (failures - 1), mostMs), random);
}
