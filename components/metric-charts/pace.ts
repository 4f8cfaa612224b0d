const LEAST_MS = 5_000;
const MOST_MS = 60_000;
/** A million points are half a second of the database. */
const MS_A_POINT = 0.03;

/** How long charts of a run that goes on wait until they are read again: the more points, the longer. */
export function paceMs(samples: readonly { total: number }[]): number {
  const points = samples.reduce((sum, { total }) => sum + total, 0);
  return Math.min(MOST_MS, Math.max(LEAST_MS, Math.round(points * MS_A_POINT)));
}
