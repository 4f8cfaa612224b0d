import type { Point } from "@/components/charts/lines";

export type Curve = {
  /** The points that are drawn, sorted by x. */
  points: readonly Point[];
  /** Averages where those are the least and the greatest of stretches; else the same. */
  means: readonly Point[];
};
export const BANDS = ["minmax", "std"] as const;
export type BandKind = (typeof BANDS)[number];
export type Group = {
  mean: { x: number; y: number }[];
  band: { x: number; low: number; high: number }[];
};

/** So many places along x, as wide as two or three pixels. */
const PLACES = 200;

/**
 * One line for many runs. At each place the value of a run is taken from its curve, between its points on a straight
 * line, never beyond its ends; the mean, and the least and the greatest or one standard deviation, are those of the runs
 * that have a value there. Least and greatest count every point between two places, so that no peak is lost.
 */
export function groupCurves(curves: readonly Curve[], kind: BandKind): Group {
  const places = placesOf(curves);
  const sorted = curves.map(({ points, means }) => ({
    points: finite(points),
    means: finite(means),
  }));
  const group: Group = { mean: [], band: [] };
  places.forEach((x, at) => {
    const near = {
      from: at === 0 ? x : x - (x - (places[at - 1] ?? x)) / 2,
      to: x + ((places[at + 1] ?? x) - x) / 2,
    };
    const values = sorted.flatMap(({ means }) => valueAt(means, x) ?? []);
    if (values.length === 0) return;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    group.mean.push({ x, y: mean });
    if (kind === "std") {
      const deviation = deviationOf(values, mean);
      group.band.push({ x, low: mean - deviation, high: mean + deviation });
      return;
    }
    const peaks = sorted.flatMap(({ points }) => within(points, near).map(({ y }) => y));
    group.band.push({ x, low: Math.min(...values, ...peaks), high: Math.max(...values, ...peaks) });
  });
  return group;
}

type Finite = { x: number; y: number };
function finite(points: readonly Point[]): Finite[] {
  return points.flatMap(({ x, y }) => (y === null ? [] : [{ x, y }]));
}

/** The places of the points themselves where there are few, so that steps stay steps. */
function placesOf(curves: readonly Curve[]): number[] {
  const all = [...new Set(curves.flatMap(({ means }) => means.map(({ x }) => x)))].sort(
    (one, other) => one - other,
  );
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined || all.length <= PLACES) return all;
  return Array.from({ length: PLACES }, (_, at) => first + ((last - first) * at) / (PLACES - 1));
}

function firstFrom(points: readonly Finite[], x: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.x ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function valueAt(points: readonly Finite[], x: number): number | null {
  const at = firstFrom(points, x);
  const after = points[at];
  if (!after) return null;
  if (after.x === x) return after.y;
  const before = points[at - 1];
  if (!before) return null;
  return before.y + ((after.y - before.y) * (x - before.x)) / (after.x - before.x);
}

function within(points: readonly Finite[], { from, to }: { from: number; to: number }): Finite[] {
  const found: Finite[] = [];
  for (let at = firstFrom(points, from); (points[at]?.x ?? Number.POSITIVE_INFINITY) <= to; at += 1) {
    const point = points[at];
    if (point) found.push(point);
  }
  return found;
}

/** Of a sample: one run has none. */
function deviationOf(values: readonly number[], mean: number): number {
  if (values.length < 2) return 0;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
