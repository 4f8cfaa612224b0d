import type { Sql } from "@/lib/platform/db";
import type { Order } from "../filter/order";
import type { Filter } from "../filter/parse";
import type { ViewType } from "../values";
import { Binds } from "./binds";
import { conditionSql } from "./conditions";
import { RUN_MEANING } from "./run-meaning";
import { runOrder } from "./run-order";
import { areSortValues, behindSql, orderSql } from "./sorting";

export type RunSearch = {
  experimentIds: readonly string[];
  view: ViewType;
  filter: Filter | null;
  orders: readonly Order[];
  /** The values of the last row of the page before. */
  after: readonly string[] | null;
  limit: number;
};
/** `keys` are the row's values in the order of the search. */
export type FoundRun<T> = { run: T; keys: string[] };
/** An expression over `experiment_run r`: the form in which a run is returned. */
export type RunShape = (binds: Binds) => string;

/** Null when `after` is not of this search. One statement: the page by its index, then what belongs to its runs. */
export async function searchRunRows<T>(
  sql: Sql,
  search: RunSearch,
  shape: RunShape,
): Promise<FoundRun<T>[] | null> {
  const binds = new Binds();
  const { joins, columns } = runOrder(search.orders, binds);
  if (search.after && !areSortValues(columns, search.after)) return null;
  const conditions = [
    experimentSql(search.experimentIds, binds),
    ...stageSql(search.view),
    ...(search.filter ? [conditionSql(search.filter, RUN_MEANING, binds)] : []),
    ...(search.after ? [behindSql(columns, search.after, binds)] : []),
  ];
  const sorted = columns.map(({ sql: column }, at) => `${column} AS s${at}`).join(", ");
  const keys = columns.map((_, at) => `s${at}::text`).join(", ");
  const again = columns.map(({ descending }, at) => `s${at}${descending ? " DESC" : ""}`).join(", ");
  return sql.rows<FoundRun<T>>(
    `WITH page AS MATERIALIZED (
       SELECT r.run_id AS id, ${sorted} FROM experiment_run r ${joins}
       WHERE ${conditions.join("\n AND ")}
       ORDER BY ${orderSql(columns)} LIMIT ${binds.add(search.limit, "int")})
     SELECT ${shape(binds)} AS run, ARRAY[${keys}] AS keys
     FROM page JOIN experiment_run r ON r.run_id = page.id ORDER BY ${again}`,
    binds.values,
  );
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
