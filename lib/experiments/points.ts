import { poolSql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { badPageToken, decodePageToken, encodePageToken } from "./page-token";
import { historyRows } from "./repository/history";
import { isRunId } from "./values";
import { PointInput } from "./view-schema";
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

/** The database wrote this text, see repository/history.ts: it has this form. */
function storedPoints(json: string): StoredPoint[] {
  return JSON.parse(`[${json}]`) as StoredPoint[];
}

function pointOf({ step, timestamp, value }: StoredPoint) {
  return { step, at: instantOf(timestamp), value };
}
