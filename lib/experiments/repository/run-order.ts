import type { Order } from "../filter/order";
import type { Field } from "../filter/vocabulary";
import type { Binds } from "./binds";
import { pointColumn, runAttribute } from "./run-meaning";
import type { SortColumn } from "./sorting";

const TABLES = { metric: "run_metric", param: "run_param", tag: "run_tag" } as const;
const TYPES: Readonly<Record<string, SortColumn["type"]>> = { run_id: "uuid", start_time: "bigint" };

/**
 * Which runs an order is for: all, or only those of which the first metric of the order is a number. These come first in
 * any case, and the index by metric and value has them in their order.
 */
export type OrderedRuns = "all" | "numbers";

/**
 * The order of a search of runs: what is asked for, then the newest start, then the id. What is missing comes last in both
 * directions; of metrics NaN comes before it.
 */
export function runOrder(
  orders: readonly Order[],
  binds: Binds,
  runs: OrderedRuns = "all",
): { joins: string; columns: SortColumn[] } {
  const joins: string[] = [];
  const columns: SortColumn[] = [];
  for (const { field, descending } of orders) {
    if (field.kind === "attribute") {
      columns.push(...attributeColumns(field.name, descending));
    } else if (field.kind !== "dataset") {
      const alias = `o${joins.length}`;
      const key = binds.add(field.name, "text");
      const isFirst = runs === "numbers" && columns.length === 0;
      const noNaN = isFirst ? ` AND ${alias}.value <> 'NaN'::float8` : "";
      joins.push(
        `${isFirst ? "" : "LEFT "}JOIN ${TABLES[field.kind]} ${alias} ON ${alias}.run_id = r.run_id AND ${alias}.experiment_id = r.experiment_id
           AND ${alias}.key = ${key}${noNaN}`,
      );
      columns.push(...(isFirst ? numberColumns(alias, descending) : keyedColumns(field, alias, descending)));
    }
  }
  const named = (name: string) =>
    orders.some(({ field }) => field.kind === "attribute" && field.name === name);
  if (!named("start_time")) columns.push({ sql: "r.start_time", type: "bigint", descending: true });
  if (!named("run_id")) columns.push({ sql: "r.run_id", type: "uuid", descending: false });
  return { joins: joins.join("\n"), columns };
}

/** Whether the order begins with the last value of a metric, by which there is an index. */
export function beginsWithMetric([first]: readonly Order[]): boolean {
  return first?.field.kind === "metric" && first.field.of === undefined;
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

/** As `metricColumns`, where every row has a number: the database then follows an index. */
function numberColumns(alias: string, descending: boolean): SortColumn[] {
  return [
    { sql: `${IS_NUMBER}::int`, type: "int", descending: false },
    { sql: `${alias}.value`, type: "float8", descending },
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
