import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import type { Order } from "../filter/order";
import type { Filter } from "../filter/parse";
import type { ViewType } from "../values";
import { conditionSql } from "./conditions";
import { conditionsOf, type Forms, formsOf, NO_FORMS } from "./frequency";
import { RUN_MEANING, runMeaning } from "./run-meaning";
import { IS_NUMBER, numbersOrder, type RunOrder, runOrder } from "./run-order";
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
  /** At most so many are returned. */
  limit: number;
};
/** A page ends behind the run with which it has so many bytes, and holds one run at least. */
const PAGE_BYTES = 16 * 1024 * 1024;
/**
 * `json` is what stands between the brackets of a list of the runs. `keys` are the last one's values in the order of the
 * search, null of an empty page. `found`: how many runs were found, one more than `limit` at most.
 */
export type RunPage = { json: string; count: number; found: number; keys: string[] | null };
/** An expression over `experiment_run r`: the JSON in which a run is returned, as text or json. */
export type RunShape = (binds: Binds) => string;

/**
 * Null when `after` is not of this search. Where an index has the runs in their order they are walked in it, as long as what
 * is asked of them is not rare: by their start, or by a metric, where those without a number of it are only looked for when
 * the others do not fill the page.
 */
export async function searchRunRows(sql: Sql, search: RunSearch, shape: RunShape): Promise<RunPage | null> {
  const [only] = search.experimentIds.length === 1 ? search.experimentIds : [];
  const forms = only !== undefined && search.filter ? await formsOf(sql, search.filter, only) : NO_FORMS;
  const isWalked = conditionsOf(search.filter).every((part) => forms.get(part) === "walked");
  const amongNumbers = search.after === null || search.after[0] === IS_NUMBER;
  if (only !== undefined && isWalked && amongNumbers) {
    const binds = new Binds();
    const order = numbersOrder(search.orders, only, binds);
    const page = order && (await pageOf(sql, { ...search, forms }, shape, order, binds));
    if (page && page.found > search.limit) return page;
  }
  const binds = new Binds();
  const order = runOrder(search.orders, binds);
  const known = search.orders.length === 0 && isWalked ? forms : withoutWalks(forms);
  return pageOf(sql, { ...search, forms: known }, shape, order, binds);
}

function withoutWalks(forms: Forms): Forms {
  return new Map([...forms].filter(([, form]) => form !== "walked"));
}

/**
 * One statement: the runs that are found by an index, then these one by one, each written once, until the answer is as
 * large as it may be. What would exceed it is never read.
 */
async function pageOf(
  sql: Sql,
  search: RunSearch & { forms: Forms },
  shape: RunShape,
  { from, where, columns }: RunOrder,
  binds: Binds,
): Promise<RunPage | null> {
  if (search.after && !areSortValues(columns, search.after)) return null;
  const conditions = [
    ...(where ? [where] : []),
    ...scopeSql(search, binds),
    ...(search.after ? [behindSql(columns, search.after, binds)] : []),
  ];
  const sorted = columns.map(({ sql: column }, at) => `${column} AS s${at}`).join(", ");
  const keys = columns.map((_, at) => `s${at}::text`).join(", ");
  const again = columns.map(({ descending }, at) => `s${at}${descending ? " DESC" : ""}`).join(", ");
  const limit = binds.add(search.limit, "int");
  const [page] = await sql.rows<RunPage>(
    `WITH RECURSIVE found AS MATERIALIZED (
       SELECT r.run_id, ${sorted} FROM ${from}
       WHERE ${conditions.join("\n AND ")}
       ORDER BY ${orderSql(columns)} LIMIT ${limit} + 1),
     ids AS MATERIALIZED (SELECT array_agg(run_id ORDER BY ${again}) AS ids FROM found),
     page AS (
       SELECT 0 AS number, NULL::text AS run, 0::bigint AS bytes
       UNION ALL
       SELECT p.number + 1, one.run, p.bytes + octet_length(one.run)
       FROM page p CROSS JOIN LATERAL (
         SELECT (${shape(binds)})::text AS run FROM experiment_run r
         WHERE r.run_id = (SELECT ids[p.number + 1] FROM ids) OFFSET 0) one
       WHERE p.number < ${limit} AND p.bytes < ${PAGE_BYTES})
     SELECT COALESCE(string_agg(run, ',' ORDER BY number), '') AS json, max(number) AS count,
       (SELECT count(*)::int FROM found) AS found,
       (SELECT ARRAY[${keys}] FROM found WHERE run_id = (SELECT ids[(SELECT max(number) FROM page)] FROM ids)) AS keys
     FROM page`,
    binds.values,
  );
  if (!page) throw new Error("A count has one row");
  return page;
}

export function scopeSql(
  { experimentIds, view, filter, within, forms = NO_FORMS }: RunScope & { forms?: Forms },
  binds: Binds,
): string[] {
  return [
    experimentSql(experimentIds, binds),
    ...stageSql(view),
    ...(filter ? filterSql(filter, forms, experimentIds, binds) : []),
    ...(within?.(binds) ?? []),
  ];
}

function filterSql(filter: Filter, forms: Forms, [experimentId]: readonly string[], binds: Binds): string[] {
  return conditionsOf(filter).map((part) => {
    const form = forms.get(part);
    if (form === "few")
      return conditionSql(
        part,
        runMeaning({ kind: form, experiment: binds.add(experimentId, "bigint") }),
        binds,
      );
    return conditionSql(part, form === "walked" ? runMeaning({ kind: form }) : RUN_MEANING, binds);
  });
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
