import { poolSql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import { badPageToken, decodePageToken, encodePageToken } from "./page-token";
import { bulkRows, historyRows, sampledRows } from "./repository/history";
import { BulkHistoryInput, HistoryInput, SampledHistoryInput } from "./schema";
import { isRunId } from "./values";

/** More at once would be held in memory. */
const MOST_WITHOUT_PAGES = 250_000;

/** Every point of a metric, by time, step and value, as JSON text. A run that is not there has none. */
export const getHistory = read("experiments:read", HistoryInput, async (ctx, input) => {
  if (!isRunId(input.run_id)) return { points: "", nextPageToken: null };
  const query = [input.run_id, input.metric_key];
  const limit = input.max_results ?? MOST_WITHOUT_PAGES;
  const page = await historyRows(poolSql(ctx.db.pool), {
    runId: input.run_id,
    key: input.metric_key,
    after: input.page_token === undefined ? null : decodePageToken(query, input.page_token),
    limit,
  });
  if (!page) throw badPageToken("is not one of this history");
  const last = page.count > limit ? page.keys : null;
  if (last && input.max_results === undefined) throw tooMany();
  return { points: page.json ?? "", nextPageToken: last && encodePageToken(query, last) };
});

/** Never a part of it for one who did not ask for parts. */
function tooMany(): InvalidError {
  const words = `This metric has more than ${MOST_WITHOUT_PAGES} points; ask with max_results, page by page.`;
  return InvalidError.field("/max_results", words, because("required"));
}

/** At most so many points of each run, evenly spaced, as JSON text. */
export const getSampledHistory = read("experiments:read", SampledHistoryInput, async (ctx, input) => {
  const runIds = [...new Set(input.run_ids.filter(isRunId))];
  return sampledRows(poolSql(ctx.db.pool), {
    runIds,
    key: input.metric_key,
    start: input.steps?.start ?? null,
    end: input.steps?.end ?? null,
    limit: input.max_results,
  });
});

/** The first points of all the runs together, run by run, as JSON text. */
export const getBulkHistory = read("experiments:read", BulkHistoryInput, async (ctx, input) => {
  const runIds = [...new Set(input.run_ids.filter(isRunId))].sort();
  return bulkRows(poolSql(ctx.db.pool), { runIds, key: input.metric_key, limit: input.max_results });
});
