/** After each failure in a row; then it has failed. Half a day in all, so that a receiver may be repaired meanwhile. */
const WAITS_MS = [5_000, 60_000, 300_000, 1_800_000, 7_200_000, 18_000_000] as const;

export type Outcome =
  | { state: "delivered" }
  | { state: "pending"; waitMs: number }
  | { state: "failed"; isGone: boolean };

const HTTP_GONE = 410;

/**
 * `status`: what was answered, null when nothing was. Only 2xx is a delivery: a redirect is not followed, because it would
 * lead where nobody has looked. 410 says that the receiver wants no more. `attempts` counts this one.
 */
export function outcomeOf(status: number | null, attempts: number): Outcome {
  if (status !== null && status >= 200 && status < 300) return { state: "delivered" };
  if (status === HTTP_GONE) return { state: "failed", isGone: true };
  const waitMs = WAITS_MS[attempts - 1];
  return waitMs === undefined ? { state: "failed", isGone: false } : { state: "pending", waitMs };
}
