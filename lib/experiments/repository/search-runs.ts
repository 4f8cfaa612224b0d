import type { Sql } from "@/lib/platform/db";
import type { Order } from "../filter/order";
import type { Filter } from "../filter/parse";
import type { ViewType } from "../values";
import { Binds } from "./binds";
import { conditionSql } from "./conditions";
import { RUN_MEANING } from "./run-meaning";
import { beginsWithMetric, IS_NUMBER, type OrderedRuns, runOrder } from "./run-order";
import { areSortValues, behindSql, orderSql } from "./sorting";

/** Which runs are meant. */
export type RunScope = {
  experimentIds: readonly string[];
  view: ViewType;
  filter: Filter | null;
  /** Further conditions on `experiment_run r`. */
  within?: ((binds: Binds) => string[]) | undefined;
};
export type RunSearch = RunScope & {
  orders: readonly Order[];
  /** The values of the last row of the page before. */
  after: readonly string[] | null;
  limit: number;
};
/** A page ends where its runs weigh so much together, and holds one run at least. */
const PAGE_BYTES = 16 * 1024 * 1024;
/** `keys` are the row's values in the order of the search; `found`: how many runs were found within the limit. */
export type FoundRun<T> = { run: T; keys: string[]; found: number };
export type RunShape = {
  /** An expression over `experiment_run r`: the form in which a run is returned. */
  run(binds: Binds): string;
  /** About how many bytes that has, cheap to know: an expression over `r.run_id`. */
  weight: string;
};

/**
 * Null when `after` is not of this search. In the order of a metric the runs that have a number of it are searched first, by
 * their index; the others are only looked for when those do not fill the page.
 */
export async function searchRunRows<T>(
  sql: Sql,
  search: RunSearch,
  shape: RunShape,
): Promise<FoundRun<T>[] | null> {
  const amongNumbers = search.after === null || search.after[0] === IS_NUMBER;
  if (beginsWithMetric(search.orders) && amongNumbers) {
    const page = await searchAmong<T>(sql, search, shape, "numbers");
    if (page === null || page[0]?.found === search.limit) return page;
  }
  return searchAmong(sql, search, shape, "all");
}

/** One statement: the page by its index, as many of its runs as one answer may hold, then what belongs to these. */
async function searchAmong<T>(
  sql: Sql,
  search: RunSearch,
  shape: RunShape,
  runs: OrderedRuns,
): Promise<FoundRun<T>[] | null> {
  const binds = new Binds();
  const { joins, columns } = runOrder(search.orders, binds, runs);
  if (search.after && !areSortValues(columns, search.after)) return null;
  const conditions = [
    ...scopeSql(search, binds),
    ...(search.after ? [behindSql(columns, search.after, binds)] : []),
  ];
  const sorted = columns.map(({ sql: column }, at) => `${column} AS s${at}`).join(", ");
  const keys = columns.map((_, at) => `s${at}::text`).join(", ");
  const again = columns.map(({ descending }, at) => `s${at}${descending ? " DESC" : ""}`).join(", ");
  return sql.rows<FoundRun<T>>(
    `WITH found AS MATERIALIZED (
       SELECT r.run_id, ${sorted} FROM experiment_run r ${joins}
       WHERE ${conditions.join("\n AND ")}
       ORDER BY ${orderSql(columns)} LIMIT ${binds.add(search.limit, "int")}),
     weighed AS MATERIALIZED (SELECT r.*, ${shape.weight} AS weight FROM found r),
     page AS MATERIALIZED (
       SELECT *, sum(weight) OVER (ORDER BY ${again} ROWS UNBOUNDED PRECEDING) - weight AS before FROM weighed)
     SELECT ${shape.run(binds)} AS run, ARRAY[${keys}] AS keys, (SELECT count(*)::int FROM found) AS found
     FROM page JOIN experiment_run r USING (run_id) WHERE before < ${PAGE_BYTES} ORDER BY ${again}`,
    binds.values,
  );
}

export function scopeSql({ experimentIds, view, filter, within }: RunScope, binds: Binds): string[] {
  return [
    experimentSql(experimentIds, binds),
    ...stageSql(view),
    ...(filter ? [conditionSql(filter, RUN_MEANING, binds)] : []),
    ...(within?.(binds) ?? []),
  ];
}

/** Of one experiment the index gives the order too. */
function experimentSql(ids: readonly string[], binds: Binds): string {
  const [only] = ids;
  if (ids.length === 1 && only !== undefined) return `r.experiment_id = ${binds.add(only, "bigint")}`;
  return `r.experiment_id = ANY(${binds.add(ids, "bigint[]")})`;
}

function stageSql(view: ViewType): string[] {
  if (view === "ALL") return [];
  return [`r.lifecycle_stage = '${view === "ACTIVE_ONLY" ? "active" : "deleted"}'`];
}
