import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import type { Field } from "../filter/vocabulary";
import type { GroupSort } from "../values";
import { pointColumn, runAttribute } from "./run-meaning";
import { type RunScope, scopeSql } from "./search-runs";
import { areSortValues, behindSql, orderSql, type SortColumn } from "./sorting";

export type GroupSearch = RunScope & {
  by: readonly Field[];
  metrics: readonly Field[];
  sort: GroupSort;
  /** Which of `metrics` the sort means. */
  sortAt: number;
  descending: boolean;
  after: readonly string[] | null;
  limit: number;
};

export type Statistics = {
  n: number;
  nan: number;
  mean: number | null;
  std: number | null;
  min: number | null;
  max: number | null;
};
export type GroupRow = {
  values: (string | null)[];
  runs: number;
  lastStart: number | null;
  statistics: Statistics[];
  /** Of all groups, not of the page. */
  allGroups: number;
  allRuns: number;
  keys: string[];
};

const TABLES = { metric: "run_metric", param: "run_param", tag: "run_tag" } as const;

/** The value of a field as text, null where the run has none, and the join that brings it. */
function fieldSql(field: Field, alias: string, binds: Binds): { sql: string; join: string } {
  if (field.kind === "attribute") return { sql: `${runAttribute(field.name)}::text`, join: "" };
  if (field.kind === "dataset") throw new Error("Runs are not grouped by datasets");
  const column = field.kind === "metric" ? pointColumn(field.of) : "value";
  return {
    sql: `${alias}.${column}::text`,
    join: `LEFT JOIN ${TABLES[field.kind]} ${alias} ON ${alias}.run_id = r.run_id
      AND ${alias}.experiment_id = r.experiment_id AND ${alias}.key = ${binds.add(field.name, "text")}`,
  };
}

/**
 * From 1e150 on a value counts as infinite in mean and deviation: their sums would leave what a double holds. Infinities
 * themselves are stored as the greatest double.
 */
const summed = (column: string) =>
  `CASE WHEN abs(${column}) >= 1e150 THEN sign(${column}) * 'Infinity'::float8 ELSE ${column} END`;

function statisticsSql(column: string, at: number): string {
  const numbers = `FILTER (WHERE ${column} <> 'NaN')`;
  return `count(*) ${numbers} AS n${at}, count(*) FILTER (WHERE ${column} = 'NaN') AS nan${at},
    avg(${summed(column)}) ${numbers} AS mean${at}, stddev_samp(${summed(column)}) ${numbers} AS std${at},
    min(${column}) ${numbers} AS min${at}, max(${column}) ${numbers} AS max${at}`;
}

/**
 * A page of groups over all runs that are searched, in one statement: what a group says is counted and never taken from a
 * part of its runs. Null when `after` is not of this search.
 */
export async function groupRows(sql: Sql, search: GroupSearch): Promise<GroupRow[] | null> {
  const columns = sortColumns(search);
  if (search.after && !areSortValues(columns, search.after)) return null;
  const binds = new Binds();
  const by = search.by.map((field, at) => fieldSql(field, `g${at}`, binds));
  const measured = search.metrics.map((field, at) => fieldSql(field, `k${at}`, binds).join);
  const names = by.map((_, at) => `v${at}`);
  const statistics = search.metrics.map((field, at) => statisticsSql(`k${at}.${pointColumn(field.of)}`, at));
  const behind = search.after ? behindSql(columns, search.after, binds) : "true";
  const json = search.metrics.map(
    (_, at) =>
      `json_build_object('n', n${at}, 'nan', nan${at}, 'mean', mean${at}, 'std', std${at}, 'min', min${at}, 'max', max${at})`,
  );
  return sql.rows<GroupRow>(
    `WITH grouped AS MATERIALIZED (
       SELECT ${by.map(({ sql: value }, at) => `${value} AS v${at}`).join(", ")}, count(*)::int AS runs,
         max(r.start_time)::float8 AS last, count(*) OVER ()::int AS all_groups, sum(count(*)) OVER ()::int AS all_runs
         ${statistics.map((one) => `, ${one}`).join("")}
       FROM experiment_run r ${by.map(({ join }) => join).join("\n")} ${measured.join("\n")}
       WHERE ${scopeSql(search, binds).join("\n AND ")}
       GROUP BY ${names.map((_, at) => at + 1).join(", ")})
     SELECT ARRAY[${names.join(", ")}]::text[] AS values, runs, last AS "lastStart", all_groups AS "allGroups",
       all_runs AS "allRuns", json_build_array(${json.join(", ")}) AS statistics,
       ARRAY[${columns.map(({ sql: column }) => `(${column})::text`).join(", ")}] AS keys
     FROM grouped WHERE ${behind} ORDER BY ${orderSql(columns)} LIMIT ${binds.add(search.limit, "int")}`,
    binds.values,
  );
}

/** By what is asked for, then by the values of the group; numbers that are none come last. */
function sortColumns({ by, sort, sortAt, descending }: GroupSearch): SortColumn[] {
  const values = by.flatMap((field, at) => valueColumns(field, at, sort === "key" && descending));
  if (sort === "key") return values;
  if (sort === "runs") return [{ sql: "runs", type: "bigint", descending }, ...values];
  return [...numberColumns(`${sort}${sortAt}`, descending), ...values];
}

const numberColumns = (column: string, descending: boolean): SortColumn[] => [
  {
    sql: `(CASE WHEN ${column} IS NULL THEN 2 WHEN ${column} IN ('NaN', 'Infinity', '-Infinity') THEN 1 ELSE 0 END)`,
    type: "int",
    descending: false,
  },
  {
    sql: `(CASE WHEN ${column} IS NULL OR ${column} IN ('NaN', 'Infinity', '-Infinity') THEN 0 ELSE ${column} END)::float8`,
    type: "float8",
    descending,
  },
];

/** Values of a metric by number, others by their text. A long text is compared by its beginning, then told apart by its hash. */
function valueColumns(field: Field, at: number, descending: boolean): SortColumn[] {
  const column = `v${at}`;
  if (field.kind === "metric") return numberColumns(`${column}::float8`, descending);
  return [
    { sql: `(${column} IS NULL)::int`, type: "int", descending: false },
    { sql: `left(COALESCE(${column}, ''), 500)`, type: "text", descending },
    { sql: `md5(COALESCE(${column}, ''))`, type: "text", descending },
  ];
}

/** The runs of one group: their values are exactly these. */
export function groupSql(by: readonly Field[], values: readonly (string | null)[], binds: Binds): string[] {
  return by.map((field, at) => {
    const value = values[at] ?? null;
    if (field.kind === "attribute" && value !== null)
      return `${runAttribute(field.name)}::text = ${binds.add(value, "text")}`;
    if (field.kind === "attribute") return `${runAttribute(field.name)} IS NULL`;
    if (field.kind === "dataset") throw new Error("Runs are not grouped by datasets");
    const column = `g.${field.kind === "metric" ? pointColumn(field.of) : "value"}`;
    const from = `SELECT 1 FROM ${TABLES[field.kind]} g WHERE g.run_id = r.run_id AND g.experiment_id = r.experiment_id
      AND g.key = ${binds.add(field.name, "text")}`;
    if (value === null) return `NOT EXISTS (${from} AND ${column} IS NOT NULL)`;
    if (field.kind === "metric") return `EXISTS (${from} AND ${column} = ${binds.add(value, "float8")})`;
    const bound = binds.add(value, "text");
    return `EXISTS (${from} AND left(${column}, 120) = left(${bound}, 120) AND ${column} = ${bound})`;
  });
}
