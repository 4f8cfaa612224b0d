/**
 * Stops taking tasks on a machine that cannot prepare them. With a full disk or an unreachable store it would fail
 * faster than others work, and so take and lose most tasks. After several failures in a row the worker rests, then
 * tries one task. It rests longer after each failure, but less than a minute, when a supervisor might restart it.
 */
export type Fitness = { failures: number; restUntil: number };

export const FIT: Fitness = { failures: 0, restUntil: 0 };
const FAILURES_IN_A_ROW = 3;
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 40_000;

/** `now` in ms of a monotonic clock. A failure during a rest, of a task taken before it, is ignored. */
export function afterFailure(fitness: Fitness, now: number): Fitness {
  if (isResting(fitness, now)) return fitness;
  const failures = fitness.failures + 1;
  if (failures < FAILURES_IN_A_ROW) return { failures, restUntil: 0 };
  const restMs = Math.min(FIRST_REST_MS * 2 ** (failures - FAILURES_IN_A_ROW), LONGEST_REST_MS);
  return { failures, restUntil: now + restMs };
}

export function isResting({ restUntil }: Fitness, now: number): boolean {
  return now < restUntil;
}
