/** Node runs a longer timer after 1 ms. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A timer of any length, armed again until all of its time has passed. */
export function startLongTimer(run: () => void, ms: number): { clear(): void } {
  let left = ms;
  let timer: NodeJS.Timeout;
  const arm = () => {
    const part = Math.min(left, LONGEST_TIMER_MS);
    left -= part;
    timer = setTimeout(() => (left > 0 ? arm() : run()), part);
  };
  arm();
  return { clear: () => clearTimeout(timer) };
}

/**
 * Runs once `now` has reached `until`, in ms of a monotonic clock. A timer of Node counts from the start of its loop's turn,
 * so after a long turn it fires before its time.
 */
export function runAt(until: number, run: () => void, now: () => number = () => performance.now()): void {
  const left = until - now();
  if (left <= 0) run();
  else setTimeout(() => runAt(until, run, now), Math.ceil(left)).unref();
}
