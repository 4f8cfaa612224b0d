import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import {
  type Gap,
  gapsOf,
  pointsOf,
  type Reach,
  type Series,
  type StoredPoint,
  type Stretch,
  seriesRows,
  stretchesOf,
} from "./repository/sample";
import { ManySampleQuery, type MetricSample, SampleInput } from "./sample-schema";
import { type Axis, isRunId } from "./values";
import { namesIn } from "./view-schema";

/** A second of two cores is a million points; a statement may take fifteen seconds. */
const MOST_READ = 12_000_000;

type Wanted = { points: number; x: Axis; from?: number | undefined; to?: number | undefined };

/** Points of some metrics of a run, thinned out so that every peak is still there. A metric that is not there is left out. */
export const samplePoints = read("experiments:read", SampleInput, (ctx, input) =>
  samplesOf(ctx, [input.run_id], namesIn(input.keys), input),
);

/** The same for many runs at once, in the order of the runs. */
export const sampleManyRuns = read("experiments:read", ManySampleQuery, (ctx, input) =>
  samplesOf(ctx, namesIn(input.run_ids), namesIn(input.keys), input),
);

async function samplesOf(ctx: Ctx, runs: readonly string[], keys: readonly string[], wanted: Wanted) {
  const sql = poolSql(ctx.db.pool);
  const runIds = [...new Set(runs.filter(isRunId))];
  const reach: Reach = { axis: wanted.x, from: wanted.from ?? null, to: wanted.to ?? null };
  const found = await seriesRows(sql, { runIds, keys, reach });
  if (found.reduce((sum, { total }) => sum + total, 0) > MOST_READ) throw tooMany();
  const short = found.filter(({ total }) => total <= wanted.points);
  const long = found.filter(({ total }) => total > wanted.points);
  const count = Math.floor(wanted.points / 2);
  const [points, stretches, gaps] = await Promise.all([
    pointsOf(sql, short, reach),
    stretchesOf(sql, long, reach, count),
    gapsOf(
      sql,
      long.filter(({ odd }) => odd > 0),
      reach,
      count,
    ),
  ]);
  const samples = new Map(
    found.map((series) => {
      const thin = stretches.get(series.metricId);
      const sample = thin
        ? thinned(series, thin, gaps.get(series.metricId) ?? [], wanted.x)
        : whole(series, points.get(series.metricId) ?? []);
      return [`${series.runId} ${series.key}`, sample] as const;
    }),
  );
  return { data: runIds.flatMap((id) => keys.flatMap((key) => samples.get(`${id} ${key}`) ?? [])) };
}

function tooMany(): InvalidError {
  const words = `These series have more than ${MOST_READ} points; ask for fewer at once, or for a part with from and to.`;
  return InvalidError.field("/keys", words, because("too_big", { maximum: MOST_READ, origin: "points" }));
}

function whole(series: Series, points: readonly StoredPoint[]): MetricSample {
  return { ...headOf(series), ...columnsOf(points), means: null };
}

function thinned(
  series: Series,
  stretches: readonly Stretch[],
  gaps: readonly Gap[],
  axis: Axis,
): MetricSample {
  const full = new Set(stretches.map(({ stretch }) => stretch));
  const parts = [
    ...stretches.map(({ stretch, least, greatest }) => ({ stretch, points: pairOf(least, greatest, axis) })),
    // A gap beside finite values would hide them.
    ...gaps
      .filter(({ stretch }) => !full.has(stretch))
      .map(({ stretch, step, timestamp }) => ({
        stretch,
        points: [[step, timestamp, "NaN"] satisfies StoredPoint],
      })),
  ].sort((one, other) => one.stretch - other.stretch);
  const means = stretches.map(
    ({ least, greatest, mean }): StoredPoint => [
      (least[0] + greatest[0]) / 2,
      (least[1] + greatest[1]) / 2,
      mean,
    ],
  );
  return { ...headOf(series), ...columnsOf(parts.flatMap(({ points }) => points)), means: columnsOf(means) };
}

function pairOf(least: StoredPoint, greatest: StoredPoint, axis: Axis): StoredPoint[] {
  if (least.every((part, index) => part === greatest[index])) return [least];
  const at = axis === "step" ? 0 : 1;
  return least[at] <= greatest[at] ? [least, greatest] : [greatest, least];
}

function headOf({ runId, key, start, total, odd }: Series) {
  return { run_id: runId, key, start_ms: start, total, odd };
}

function columnsOf(points: readonly StoredPoint[]) {
  return {
    steps: points.map(([step]) => step),
    times_ms: points.map(([, time]) => time),
    values: points.map(([, , value]) => value),
  };
}
