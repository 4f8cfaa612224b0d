/** A failed item is held back for 1 s, then 2, 4 ... 64 s. Times are in ms of a monotonic clock. */
export type Backoff = {
  isHeld(key: string, now: number): boolean;
  /** All items that are held back. Queries with a LIMIT leave them out, or they would crowd out the healthy ones. */
  held(now: number): string[];
  /** `itsFault` false does not lengthen the delay, as when the database was away. */
  failed(key: string, now: number, itsFault: boolean): void;
  passed(key: string): void;
};

const FIRST_MS = 1_000;
const DOUBLINGS = 6;
/** Above this number, items whose delay is over are forgotten. */
const MOST = 10_000;

export function createBackoff(): Backoff {
  const held = new Map<string, { failures: number; until: number }>();
  return {
    isHeld: (key, now) => now < (held.get(key)?.until ?? 0),
    held: (now) => [...held].flatMap(([key, { until }]) => (now < until ? [key] : [])),
    failed(key, now, itsFault) {
      if (held.size >= MOST) for (const [old, { until }] of held) if (until <= now) held.delete(old);
      const failures = (held.get(key)?.failures ?? 0) + (itsFault ? 1 : 0);
      const waitMs = FIRST_MS * 2 ** Math.min(Math.max(failures - 1, 0), DOUBLINGS);
      held.set(key, { failures, until: now + waitMs });
    },
    passed: (key) => void held.delete(key),
  };
}
