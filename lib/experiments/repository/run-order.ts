import type { Order } from "../filter/order";
import type { Binds } from "./binds";
import { pointColumn, runAttribute } from "./run-meaning";
import type { SortColumn } from "./sorting";

const TABLES = { metric: "run_metric", param: "run_param", tag: "run_tag" } as const;
const TYPES: Readonly<Record<string, SortColumn["type"]>> = { run_id: "uuid", start_time: "bigint" };

/**
 * The order of a search of runs: what is asked for, then the newest start, then the id. What is missing comes last in both
 * directions; of metrics NaN comes before it.
 */
export function runOrder(orders: readonly Order[], binds: Binds): { joins: string; columns: SortColumn[] } {
  const joins: string[] = [];
  const columns: SortColumn[] = [];
  for (const { field, descending } of orders) {
    if (field.kind === "attribute") {
      columns.push(...attributeColumns(field.name, descending));
    } else if (field.kind !== "dataset") {
      const alias = `o${joins.length}`;
      const key = binds.add(field.name, "text");
      joins.push(
        `LEFT JOIN ${TABLES[field.kind]} ${alias} ON ${alias}.run_id = r.run_id AND ${alias}.experiment_id = r.experiment_id
           AND ${alias}.key = ${key}`,
      );
      columns.push(
        ...(field.kind === "metric"
          ? metricColumns(alias, descending, pointColumn(field.of))
          : textColumns(alias, descending)),
      );
    }
  }
  const named = (name: string) =>
    orders.some(({ field }) => field.kind === "attribute" && field.name === name);
  if (!named("start_time")) columns.push({ sql: "r.start_time", type: "bigint", descending: true });
  if (!named("run_id")) columns.push({ sql: "r.run_id", type: "uuid", descending: false });
  return { joins: joins.join("\n"), columns };
}

function attributeColumns(name: string, descending: boolean): SortColumn[] {
  const sql = runAttribute(name);
  if (name !== "end_time") return [{ sql, type: TYPES[name] ?? "text", descending }];
  return [
    { sql: "(r.end_time IS NULL)::int", type: "int", descending: false },
    { sql: "COALESCE(r.end_time, 0)", type: "bigint", descending },
  ];
}

/** What is missing is last, NaN before it. */
export function metricColumns(alias: string, descending: boolean, name = "value"): SortColumn[] {
  const column = `${alias}.${name}`;
  const noNumber = `${column} = 'NaN'::float8`;
  return [
    {
      sql: `(CASE WHEN ${column} IS NULL THEN 2 WHEN ${noNumber} THEN 1 ELSE 0 END)`,
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
