import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import type { Order } from "../filter/order";
import type { Filter } from "../filter/parse";
import { conditionSql, type Meaning } from "./conditions";
import { MODEL_JSON } from "./models";
import { metricColumns } from "./run-order";
import { areSortValues, behindSql, orderSql, type SortColumn } from "./sorting";

export type OnDataset = { dataset_name?: string | undefined; dataset_digest?: string | undefined };
export type ModelSearch = {
  experimentIds: readonly string[];
  filter: Filter | null;
  datasets: readonly OnDataset[];
  orders: readonly (Order & OnDataset)[];
  after: readonly string[] | null;
  limit: number;
};

const ATTRIBUTES: Readonly<Record<string, Pick<SortColumn, "sql" | "type">>> = {
  name: { sql: "m.name", type: "text" },
  model_id: { sql: "m.model_id", type: "text" },
  model_type: { sql: "m.model_type", type: "text" },
  status: { sql: "m.status", type: "text" },
  source_run_id: { sql: "COALESCE(replace(m.source_run_id::text, '-', ''), '')", type: "text" },
  creation_timestamp: { sql: "m.creation_timestamp", type: "bigint" },
  last_updated_timestamp: { sql: "m.last_updated_timestamp", type: "bigint" },
};

function attribute(name: string): Pick<SortColumn, "sql" | "type"> {
  const found = ATTRIBUTES[name];
  if (!found) throw new Error(`A logged model has no attribute ${name}`);
  return found;
}

/** Null when `after` is not of this search. Without an order the newest come first. */
export async function searchModelRows(
  sql: Sql,
  search: ModelSearch,
): Promise<{ json: string; keys: string[] }[] | null> {
  const binds = new Binds();
  const { joins, columns } = orderOf(search.orders, binds);
  if (search.after && !areSortValues(columns, search.after)) return null;
  const conditions = [
    `m.experiment_id = ANY(${binds.add(search.experimentIds, "bigint[]")})`,
    "m.deleted_at IS NULL",
    ...(search.filter ? [conditionSql(search.filter, meaning(search.datasets), binds)] : []),
    ...(search.after ? [behindSql(columns, search.after, binds)] : []),
  ];
  const keys = columns.map(({ sql: column }) => `(${column})::text`).join(", ");
  return sql.rows<{ json: string; keys: string[] }>(
    `SELECT ${MODEL_JSON} AS json, ARRAY[${keys}] AS keys FROM logged_model m ${joins}
     WHERE ${conditions.join(" AND ")} ORDER BY ${orderSql(columns)} LIMIT ${binds.add(search.limit, "int")}`,
    binds.values,
  );
}

function meaning(datasets: readonly OnDataset[]): Meaning {
  return {
    attribute: (name) => attribute(name).sql,
    keyed({ field, operator }, matches, binds) {
      const key = binds.add(field.name, "text");
      if (field.kind !== "metric")
        return matches(`m.${field.kind === "param" ? "params" : "tags"} ->> ${key}`, false);
      const isNumber = operator === "!=" ? "" : " AND k.value <> 'NaN'::float8";
      const on =
        datasets.length === 0
          ? ""
          : ` AND (${datasets.map((one) => onDataset("k", one, binds)).join(" OR ")})`;
      return `EXISTS (SELECT 1 FROM logged_model_metric k WHERE k.model_id = m.model_id AND k.key = ${key}
        AND ${matches("k.value", false)}${isNumber}${on})`;
    },
  };
}

function onDataset(alias: string, { dataset_name, dataset_digest }: OnDataset, binds: Binds): string {
  const named = dataset_name ? `${alias}.dataset_name = ${binds.add(dataset_name, "text")}` : "true";
  return dataset_digest
    ? `(${named} AND ${alias}.dataset_digest = ${binds.add(dataset_digest, "text")})`
    : named;
}

function orderOf(orders: ModelSearch["orders"], binds: Binds): { joins: string; columns: SortColumn[] } {
  const joins: string[] = [];
  const columns: SortColumn[] = [];
  for (const { field, descending, ...dataset } of orders) {
    if (field.kind === "attribute") columns.push({ ...attribute(field.name), descending });
    else {
      const alias = `o${joins.length}`;
      joins.push(
        `LEFT JOIN LATERAL (SELECT k.value FROM logged_model_metric k WHERE k.model_id = m.model_id
           AND k.key = ${binds.add(field.name, "text")} AND ${onDataset("k", dataset, binds)}
           ORDER BY k.timestamp DESC, k.step DESC LIMIT 1) ${alias} ON true`,
      );
      columns.push(...metricColumns(alias, descending));
    }
  }
  const named = (name: string) =>
    orders.some(({ field }) => field.kind === "attribute" && field.name === name);
  if (!named("creation_timestamp")) columns.push({ ...attribute("creation_timestamp"), descending: true });
  if (!named("model_id")) columns.push({ ...attribute("model_id"), descending: false });
  return { joins: joins.join("\n"), columns };
}
