import { type Band, drawn, type Line, lookOf, type Point } from "@/components/charts/lines";
import { smooth } from "@/components/charts/smooth";
import { type LineView, linesOf, pointsOf } from "@/components/metric-charts/metric-lines";
import type { MetricSample } from "@/lib/experiments/schema";
import { type BandKind, groupCurves } from "./group-curves";

export type NamedSample = { sample: MetricSample; name: string; index: number };
type Drawing = { lines: Line[]; bands: Band[] };

/** A line for each run; the look is that of its place among the runs, whichever have the metric. */
export function curvesOf(samples: readonly NamedSample[], view: LineView): Drawing {
  const lines = samples.flatMap(({ sample, name, index }) =>
    linesOf(sample, { id: sample.run_id, name, look: lookOf(index) }, view),
  );
  // Raw lines first, so that no smoothed one is under them.
  return {
    lines: [...lines.filter(({ isBehind }) => isBehind), ...lines.filter(({ isBehind }) => !isBehind)],
    bands: [],
  };
}

type Grouped = { word: string; samples: readonly MetricSample[] };

/** Runs by their word, with how many there are. */
export function groupsOf(samples: readonly MetricSample[], wordAt: (runId: string) => string): Grouped[] {
  const groups = new Map<string, MetricSample[]>();
  for (const sample of samples) {
    const word = wordAt(sample.run_id);
    groups.set(word, [...(groups.get(word) ?? []), sample]);
  }
  return [...groups].map(([word, members]) => ({ word: `${word} (${members.length})`, samples: members }));
}

/** A line with its band for each group. Runs are averaged as logged, then smoothed, then put on the axis. */
export function groupLines(
  groups: readonly Grouped[],
  { axis, isLog, smoothing }: LineView,
  kind: BandKind,
): Drawing {
  const drawings = groups.map(({ word, samples }, index) => {
    const { mean, band } = groupCurves(
      samples.map((sample) => {
        const points = pointsOf(sample, sample.start_ms, axis);
        return { points, means: sample.means ? pointsOf(sample.means, sample.start_ms, axis) : points };
      }),
      kind,
    );
    const look = lookOf(index);
    const line: Point[] = smoothing > 0 ? smooth(mean, smoothing) : mean;
    return {
      line: { id: word, name: word, look, points: line.map(({ x, y }) => ({ x, y: drawn(y, isLog) })) },
      band: { id: `${word} band`, look, points: isLog ? band.filter(({ low }) => low > 0) : band },
    };
  });
  return { lines: drawings.map(({ line }) => line), bands: drawings.map(({ band }) => band) };
}

/** The points of a hundred lines on one list of x are a hundred times as many places as points. */
const MOST_PLACES = 3_000_000;
const [LEAST, MOST] = [100, 1_000] as const;

/** How many points to ask of each run. */
export function pointsFor(runs: number): number {
  return Math.max(LEAST, Math.min(MOST, Math.floor(MOST_PLACES / Math.max(1, runs) ** 2)));
}
