import { poolSql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { badPageToken, decodePageToken, encodePageToken } from "./page-token";
import { historyRows } from "./repository/history";
import { sampleRows } from "./repository/sample";
import { isRunId } from "./values";
import { type MetricSample, namesIn, PointInput, SampleInput } from "./view-schema";
import { instantOf } from "./view-terms";

type StoredPoint = { step: number; timestamp: number; value: number | "NaN" };

/** Every point of a metric, page by page, by time, step and value. A run that is not there has none. */
export const listPoints = read("experiments:read", PointInput, async (ctx, input) => {
  if (!isRunId(input.run_id)) return { data: [], next_cursor: null, has_more: false };
  const query = ["points", input.run_id, input.key];
  const page = await historyRows(poolSql(ctx.db.pool), {
    runId: input.run_id,
    key: input.key,
    after: input.cursor === undefined ? null : decodePageToken(query, input.cursor, "/cursor"),
    limit: input.limit,
  });
  if (!page) throw badPageToken("is not one of this metric", "/cursor");
  const last = page.count > input.limit ? page.keys : null;
  return {
    data: storedPoints(page.json ?? "").map(pointOf),
    next_cursor: last && encodePageToken(query, last),
    has_more: last !== null,
  };
});

/** Points of some metrics, thinned out so that every peak is still there. A metric that is not there is left out. */
export const samplePoints = read("experiments:read", SampleInput, async (ctx, input) => {
  if (!isRunId(input.run_id)) return { data: [] };
  const keys = namesIn(input.keys);
  const rows = await sampleRows(poolSql(ctx.db.pool), {
    runId: input.run_id,
    keys,
    from: input.from_step ?? null,
    to: input.to_step ?? null,
    limit: input.points,
  });
  const samples = new Map<string, MetricSample>();
  for (const row of rows) {
    const sample = samples.get(row.key) ?? { key: row.key, total: row.total, points: [] };
    sample.points.push(pointOf({ ...row, value: Number.isNaN(row.value) ? "NaN" : row.value }));
    samples.set(row.key, sample);
  }
  return { data: keys.flatMap((key) => samples.get(key) ?? []) };
});

/** The database wrote this text, see repository/history.ts: it has this form. */
function storedPoints(json: string): StoredPoint[] {
  return JSON.parse(`[${json}]`) as StoredPoint[];
}

function pointOf({ step, timestamp, value }: StoredPoint) {
  return { step, at: instantOf(timestamp), value };
}
