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
 * Null when `after` is not of this search. Where an index has the runs in their order they are walked in it, as long as what
 * is asked of them is not rare: by their start, or by a metric, where those without a number of it are only looked for when
 * the others do not fill the page.
 */
export async function searchRunRows<T>(
  sql: Sql,
  search: RunSearch,
  shape: RunShape,
): Promise<FoundRun<T>[] | null> {
  const [only] = search.experimentIds.length === 1 ? search.experimentIds : [];
  const forms = only !== undefined && search.filter ? await formsOf(sql, search.filter, only) : NO_FORMS;
  const isWalked = conditionsOf(search.filter).every((part) => forms.get(part) === "walked");
  const amongNumbers = search.after === null || search.after[0] === IS_NUMBER;
  if (only !== undefined && isWalked && amongNumbers) {
    const binds = new Binds();
    const order = numbersOrder(search.orders, only, binds);
    const page = order && (await pageOf<T>(sql, { ...search, forms }, shape, order, binds));
    if (page?.[0]?.found === search.limit) return page;
  }
  const binds = new Binds();
  const order = runOrder(search.orders, binds);
  const known = search.orders.length === 0 && isWalked ? forms : withoutWalks(forms);
  return pageOf(sql, { ...search, forms: known }, shape, order, binds);
}

function withoutWalks(forms: Forms): Forms {
  return new Map([...forms].filter(([, form]) => form !== "walked"));
}

/** One statement: the page by its index, as many of its runs as one answer may hold, then what belongs to these. */
async function pageOf<T>(
  sql: Sql,
  search: RunSearch & { forms: Forms },
  shape: RunShape,
  { from, where, columns }: RunOrder,
  binds: Binds,
): Promise<FoundRun<T>[] | null> {
  if (search.after && !areSortValues(columns, search.after)) return null;
  const conditions = [
    ...(where ? [where] : []),
    ...scopeSql(search, binds),
    ...(search.after ? [behindSql(columns, search.after, binds)] : []),
  ];
  const sorted = columns.map(({ sql: column }, at) => `${column} AS s${at}`).join(", ");
  const keys = columns.map((_, at) => `s${at}::text`).join(", ");
  const again = columns.map(({ descending }, at) => `s${at}${descending ? " DESC" : ""}`).join(", ");
  return sql.rows<FoundRun<T>>(
    `WITH found AS MATERIALIZED (
       SELECT r.run_id, ${sorted} FROM ${from}
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
