import { poolSql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { tookTooLong } from "@/lib/platform/store-fault";
import { read } from "@/lib/verbs";
import { parseFilter } from "./filter/parse";
import { type Field, fieldOf, RUN_VIEW_FIELDS } from "./filter/vocabulary";
import { badPageToken, decodePageToken, encodePageToken } from "./page-token";
import { type GroupRow, groupRows } from "./repository/run-groups";
import { tooLong } from "./search";
import { isExperimentId } from "./values";
import { namesIn, type RunGroup, RunGroupQuery } from "./view-schema";
import { instantOf, viewOf } from "./view-terms";

/** Runs grouped by what they share, with statistics of metrics over all runs of each group. */
export const groupTrainingRuns = read("experiments:read", RunGroupQuery, async (ctx, input) => {
  const { limit, cursor, ...asked } = input;
  const experimentIds = [...new Set(namesIn(input.experiment_id).filter(isExperimentId))].sort();
  const by = namesIn(input.group_by).map((name) => groupField(name, "/group_by"));
  const names = namesIn(input.metrics);
  const metrics = names.map((name) => metricField(name));
  const search = {
    experimentIds,
    view: viewOf(input.lifecycle),
    filter: parseFilter(input.filter, RUN_VIEW_FIELDS, "extended"),
    by,
    metrics,
    sort: input.sort,
    sortAt: sortAt(input.sort, input.sort_metric, names),
    descending: input.descending,
    after: cursor === undefined ? null : decodePageToken(asked, cursor, "/cursor"),
    limit: limit + 1,
  };
  const rows = await groupRows(poolSql(ctx.db.pool), search).catch((error: unknown) => {
    throw tookTooLong(error) ? tooLong() : error;
  });
  if (!rows) throw badPageToken("is not one of this list", "/cursor");
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    data: kept.map((row) => groupOf(row, names)),
    groups: rows[0]?.allGroups ?? 0,
    runs: rows[0]?.allRuns ?? 0,
    next_cursor: more ? encodePageToken(asked, last.keys) : null,
    has_more: more,
  };
});

const ATTRIBUTES: readonly string[] = ["status", "user_id", "run_name"];

/** "params.lr", "attributes.status" and their like; the key is all that follows the first dot. */
export function groupField(name: string, pointer: `/${string}`): Field {
  const dot = name.indexOf(".");
  const found = dot < 0 ? "" : fieldOf(RUN_VIEW_FIELDS, name.slice(0, dot), name.slice(dot + 1));
  const isGroup =
    typeof found !== "string" &&
    found.kind !== "dataset" &&
    (found.kind !== "attribute" || ATTRIBUTES.includes(found.name));
  if (isGroup) return found;
  throw noName(
    name,
    pointer,
    "params., tags., metrics., min., max., first., attributes.status, attributes.user_id, attributes.run_name",
  );
}

function metricField(name: string): Field {
  const field = groupField(name, "/metrics");
  if (field.kind !== "metric") throw noName(name, "/metrics", "metrics., min., max., first.");
  return field;
}

function noName(name: string, pointer: `/${string}`, allowed: string): InvalidError {
  return InvalidError.field(
    pointer,
    `${JSON.stringify(name)} is none of ${allowed}`,
    because("invalid_value", { allowed }),
  );
}

function sortAt(sort: string, name: string | undefined, names: readonly string[]): number {
  if (sort === "runs" || sort === "key") return 0;
  const at = name === undefined ? 0 : names.indexOf(name);
  if (at >= 0 && at < names.length) return at;
  const words = "sort_metric must be one of the metrics.";
  throw InvalidError.field("/sort_metric", words, because("invalid_value", { allowed: names.join(", ") }));
}

function groupOf({ values, runs, lastStart, statistics }: GroupRow, names: readonly string[]): RunGroup {
  const metrics = names.flatMap((name, at) => {
    const one = statistics[at];
    return one ? [[name, { ...one, missing: runs - one.n - one.nan }] as const] : [];
  });
  return { values, runs, last_run_at: instantOf(lastStart), metrics: Object.fromEntries(metrics) };
}
