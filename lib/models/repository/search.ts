import {
  areSortValues,
  behindSql,
  conditionSql,
  type Filter,
  type Meaning,
  type Order,
  orderSql,
  type SortColumn,
} from "@/lib/experiments";
import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import { PROMPT_TAG } from "../values";
import { MODEL_OBJECT, type ModelView, milliseconds, VERSION_OBJECT, type VersionView } from "./objects";

type Column = Pick<SortColumn, "sql" | "type">;
export type RegistrySearch = {
  filter: Filter | null;
  orders: readonly Order[];
  after: readonly string[] | null;
  limit: number;
};
export type FoundRow<T> = { found: T; keys: string[] };

const MODEL_COLUMNS: Readonly<Record<string, Column>> = {
  name: { sql: "m.name", type: "text" },
  last_updated_timestamp: { sql: milliseconds("m.updated_at"), type: "bigint" },
};
const VERSION_COLUMNS: Readonly<Record<string, Column>> = {
  name: { sql: "m.name", type: "text" },
  run_id: { sql: "v.run_id", type: "uuid" },
  source_path: { sql: "v.source", type: "text" },
  version_number: { sql: "v.version", type: "bigint" },
  creation_timestamp: { sql: milliseconds("v.created_at"), type: "bigint" },
  last_updated_timestamp: { sql: milliseconds("v.updated_at"), type: "bigint" },
};

const MODEL_TAG = "SELECT 1 FROM registered_model_tag k WHERE k.model_id = m.model_id";
const VERSION_TAG =
  "SELECT 1 FROM model_version_tag k WHERE k.model_id = v.model_id AND k.version = v.version";

/** Null when `after` is not of this search. Prompts are found only by those who ask for them. By name, unless told otherwise. */
export function searchModelRows(sql: Sql, search: RegistrySearch): Promise<FoundRow<ModelView>[] | null> {
  const withPrompts = search.filter !== null && asksForPrompts(search.filter);
  return searchRows<ModelView>(sql, search, {
    object: MODEL_OBJECT,
    from: "registered_model m",
    conditions: withPrompts ? [] : [`NOT EXISTS (${MODEL_TAG} AND k.key = '${PROMPT_TAG}')`],
    meaning: meaningOf(MODEL_COLUMNS, MODEL_TAG),
    columns: sorted(MODEL_COLUMNS, search.orders, [{ name: "name", descending: false }]),
  });
}

/** Null when `after` is not of this search. The last changed come first, unless told otherwise. */
export function searchVersionRows(sql: Sql, search: RegistrySearch): Promise<FoundRow<VersionView>[] | null> {
  return searchRows<VersionView>(sql, search, {
    object: VERSION_OBJECT,
    from: "model_version v JOIN registered_model m ON m.model_id = v.model_id",
    conditions: [],
    meaning: meaningOf(VERSION_COLUMNS, VERSION_TAG),
    columns: sorted(VERSION_COLUMNS, search.orders, [
      { name: "last_updated_timestamp", descending: true },
      { name: "name", descending: false },
      { name: "version_number", descending: true },
    ]),
  });
}

type Shape = {
  object: string;
  from: string;
  conditions: string[];
  meaning: Meaning;
  columns: SortColumn[];
};

async function searchRows<T>(
  sql: Sql,
  { filter, after, limit }: RegistrySearch,
  { object, from, conditions, meaning, columns }: Shape,
): Promise<FoundRow<T>[] | null> {
  if (after && !areSortValues(columns, after)) return null;
  const binds = new Binds();
  const all = [
    "true",
    ...conditions,
    ...(filter ? [conditionSql(filter, meaning, binds)] : []),
    ...(after ? [behindSql(columns, after, binds)] : []),
  ];
  const keys = columns.map((column) => `(${column.sql})::text`).join(", ");
  return sql.rows<FoundRow<T>>(
    `SELECT ${object} AS found, ARRAY[${keys}] AS keys FROM ${from} WHERE ${all.join(" AND ")}
     ORDER BY ${orderSql(columns)} LIMIT ${binds.add(limit, "int")}`,
    binds.values,
  );
}

function columnOf(columns: Readonly<Record<string, Column>>, name: string): Column {
  const found = columns[name];
  if (!found) throw new Error(`The registry has no attribute ${name}`);
  return found;
}

/** What has no prompt tag is no prompt: MLflow's clients ask for those with `!= 'true'`. */
function meaningOf(columns: Readonly<Record<string, Column>>, tag: string): Meaning {
  return {
    attribute: (name) => columnOf(columns, name).sql,
    keyed({ field, operator, value }, matches, binds) {
      const from = `${tag} AND k.key = ${binds.add(field.name, "text")}`;
      if (field.name === PROMPT_TAG && operator === "!=" && value?.kind === "text")
        return `NOT EXISTS (${from} AND k.value = ${binds.add(value.text, "text")})`;
      return `EXISTS (${from} AND ${matches("k.value", false)})`;
    },
  };
}

function asksForPrompts(filter: Filter): boolean {
  if (filter.kind === "not") return asksForPrompts(filter.part);
  if (filter.kind !== "condition") return filter.parts.some(asksForPrompts);
  const { field, operator } = filter;
  return field.kind === "tag" && field.name === PROMPT_TAG && operator === "=";
}

/** What the caller orders by, then what makes the order whole. */
function sorted(
  columns: Readonly<Record<string, Column>>,
  orders: readonly Order[],
  rest: readonly { name: string; descending: boolean }[],
): SortColumn[] {
  const named = orders.map(({ field, descending }) => ({ name: field.name, descending }));
  const missing = rest.filter(({ name }) => !named.some((order) => order.name === name));
  return [...named, ...missing].map(({ name, descending }) => ({ ...columnOf(columns, name), descending }));
}
