import { drawn, type Line, type Look, type Point } from "@/components/charts/lines";
import { smooth } from "@/components/charts/smooth";
import type { MetricSample } from "@/lib/experiments/schema";
import type { Axis } from "@/lib/experiments/values";

export type LineView = { axis: Axis; isLog: boolean; smoothing: number };
type Columns = Pick<MetricSample, "steps" | "times_ms" | "values">;
type Named = { id: string; name: string; look: Look };

export function placeOf(axis: Axis, step: number, timeMs: number, startMs: number): number {
  if (axis === "step") return step;
  return axis === "time" ? timeMs : timeMs - startMs;
}

export function pointsOf(columns: Columns, startMs: number, axis: Axis): Point[] {
  return columns.steps
    .map((step, index) => ({
      x: placeOf(axis, step, columns.times_ms[index] ?? 0, startMs),
      y: drawn(columns.values[index] ?? null, false),
    }))
    .sort((one, other) => one.x - other.x);
}

/**
 * The line of a metric; when smoothed, over its raw one. Of a thinned metric the averages of the stretches are smoothed:
 * between a least and a greatest value a lone spike would weigh as much as all others together.
 */
export function linesOf(sample: MetricSample, named: Named, { axis, isLog, smoothing }: LineView): Line[] {
  const onAxis = (points: readonly Point[]) => points.map(({ x, y }) => ({ x, y: drawn(y, isLog) }));
  const raw = pointsOf(sample, sample.start_ms, axis);
  if (smoothing <= 0) return [{ ...named, points: onAxis(raw) }];
  const base = sample.means ? pointsOf(sample.means, sample.start_ms, axis) : raw;
  return [
    { ...named, id: `${named.id} raw`, points: onAxis(raw), isBehind: true },
    { ...named, points: onAxis(smooth(base, smoothing)) },
  ];
}
