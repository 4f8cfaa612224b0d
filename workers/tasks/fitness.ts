/**
 * Whether this machine can prepare tasks at all: a full disk or a store that it alone cannot reach makes it fail faster than
 * others work, so it would take, and lose, more than all of them. After some failures in a row it rests, then tries one
 * again; it rests longer each time that fails, and less than a minute, after which a supervisor might restart it.
 */
export type Fitness = { failures: number; restUntil: number };

export const FIT: Fitness = { failures: 0, restUntil: 0 };
const FAILURES_IN_A_ROW = 3;
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 40_000;

/** `now` in ms of a clock that nobody sets. What was taken before the rest and fails in it is no news. */
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
