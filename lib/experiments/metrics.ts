import { poolSql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { decodePageToken, encodePageToken } from "./page-token";
import { latestRows } from "./repository/latest";
import { LatestInput, type LatestPage } from "./sample-schema";
import { isRunId } from "./values";
import { instantOf } from "./view-terms";

const IS_SYSTEM = { all: null, model: false, system: true } as const;

/** The metrics of a run by name, page by page, each with its latest point. A run that is not there has none. */
export const listMetrics = read(
  "experiments:read",
  LatestInput,
  async (ctx, { run_id, search, group, limit, cursor }): Promise<LatestPage> => {
    if (!isRunId(run_id)) return { data: [], next_cursor: null, has_more: false, total: 0 };
    const query = ["metrics", run_id, search, group];
    const [after = null] = cursor === undefined ? [] : decodePageToken(query, cursor, "/cursor");
    const { rows, total } = await latestRows(poolSql(ctx.db.pool), {
      runId: run_id,
      part: search,
      isSystem: IS_SYSTEM[group],
      after,
      limit: limit + 1,
    });
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      data: rows.slice(0, limit).map(({ timestamp, value, ...row }) => ({
        ...row,
        value: Number.isNaN(value) ? ("NaN" as const) : value,
        at: instantOf(timestamp),
      })),
      next_cursor: last ? encodePageToken(query, [last.key]) : null,
      has_more: last !== undefined,
      total,
    };
  },
);
