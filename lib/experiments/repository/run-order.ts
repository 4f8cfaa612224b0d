import type { Binds } from "@/lib/platform/binds";
import type { Order } from "../filter/order";
import type { Field } from "../filter/vocabulary";
import { pointColumn, runAttribute } from "./run-meaning";
import type { SortColumn } from "./sorting";

const TABLES = { metric: "run_metric", param: "run_param", tag: "run_tag" } as const;
const TYPES: Readonly<Record<string, SortColumn["type"]>> = { run_id: "uuid", start_time: "bigint" };

/**
 * The order of a search of runs: what is asked for, then the newest start, then the id. What is missing comes last in both
 * directions; of metrics NaN comes before it.
 */
export function runOrder(orders: readonly Order[], binds: Binds): RunOrder {
  const from = ["experiment_run r"];
  const columns: SortColumn[] = [];
  for (const { field, descending } of orders) {
    if (field.kind === "attribute") {
      columns.push(...attributeColumns(field.name, descending));
    } else if (field.kind !== "dataset") {
      const alias = `o${from.length}`;
      const key = binds.add(field.name, "text");
      from.push(
        `LEFT JOIN ${TABLES[field.kind]} ${alias} ON ${alias}.run_id = r.run_id AND ${alias}.experiment_id = r.experiment_id
           AND ${alias}.key = ${key}`,
      );
      columns.push(...keyedColumns(field, alias, descending));
    }
  }
  return { from: from.join("\n"), columns: [...columns, ...lastColumns(orders)] };
}

/**
 * The same order of those runs of one experiment that have a number of the metric, which is all that it names. They come
 * first in it, and an index has them so: its rows are walked, and the run of each is looked up. The planner, which guesses
 * how many there are, is left no choice. Null for any other order.
 */
export function numbersOrder(orders: readonly Order[], experimentId: string, binds: Binds): RunOrder | null {
  const [first, second] = orders;
  if (!first || second || first.field.kind !== "metric" || first.field.of !== undefined) return null;
  const key = binds.add(first.field.name, "text");
  const from = `run_metric o CROSS JOIN LATERAL (SELECT * FROM experiment_run WHERE run_id = o.run_id OFFSET 0) r`;
  const where = `o.experiment_id = ${binds.add(experimentId, "bigint")} AND o.key = ${key} AND o.value <> 'NaN'::float8`;
  const columns: SortColumn[] = [
    { sql: `${IS_NUMBER}::int`, type: "int", descending: false },
    { sql: "o.value", type: "float8", descending: first.descending },
    ...lastColumns(orders),
  ];
  return { from, where, columns };
}

/** `where`: a further condition. */
export type RunOrder = { from: string; where?: string; columns: SortColumn[] };

/** What orders runs that are equal so far. */
function lastColumns(orders: readonly Order[]): SortColumn[] {
  const named = (name: string) =>
    orders.some(({ field }) => field.kind === "attribute" && field.name === name);
  const start: SortColumn = { sql: "r.start_time", type: "bigint", descending: true };
  const id: SortColumn = { sql: "r.run_id", type: "uuid", descending: false };
  return [...(named("start_time") ? [] : [start]), ...(named("run_id") ? [] : [id])];
}

function keyedColumns({ kind, of }: Field, alias: string, descending: boolean): SortColumn[] {
  return kind === "metric"
    ? metricColumns(alias, descending, pointColumn(of))
    : textColumns(alias, descending);
}

function attributeColumns(name: string, descending: boolean): SortColumn[] {
  const sql = runAttribute(name);
  if (name !== "end_time") return [{ sql, type: TYPES[name] ?? "text", descending }];
  return [
    { sql: "(r.end_time IS NULL)::int", type: "int", descending: false },
    { sql: "COALESCE(r.end_time, 0)", type: "bigint", descending },
  ];
}

/** The rank of a number before NaN and before what is missing. */
export const IS_NUMBER = "0";

/** What is missing is last, NaN before it. */
export function metricColumns(alias: string, descending: boolean, name = "value"): SortColumn[] {
  const column = `${alias}.${name}`;
  const noNumber = `${column} = 'NaN'::float8`;
  return [
    {
      sql: `(CASE WHEN ${column} IS NULL THEN 2 WHEN ${noNumber} THEN 1 ELSE ${IS_NUMBER} END)`,
      type: "int",
      descending: false,
    },
    {
      sql: `(CASE WHEN ${column} IS NULL OR ${noNumber} THEN 0 ELSE ${column} END)`,
      type: "float8",
      descending,
    },
  ];
}

function textColumns(alias: string, descending: boolean): SortColumn[] {
  return [
    { sql: `(${alias}.value IS NULL)::int`, type: "int", descending: false },
    { sql: `COALESCE(${alias}.value, '')`, type: "text", descending },
  ];
}
