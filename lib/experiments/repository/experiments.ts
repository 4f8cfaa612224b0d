import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import { isTaken } from "@/lib/platform/store-fault";
import type { Order } from "../filter/order";
import type { Filter } from "../filter/parse";
import type { ViewType } from "../values";
import { conditionSql, type Meaning } from "./conditions";
import { areSortValues, behindSql, orderSql, type SortColumn } from "./sorting";

export type Experiment = {
  id: string;
  name: string;
  lifecycleStage: "active" | "deleted";
  createdAt: Date;
  updatedAt: Date;
  tags: { key: string; value: string }[];
};

const COLUMNS = `e.experiment_id::text AS id, e.name, e.lifecycle_stage AS "lifecycleStage", e.created_at AS "createdAt",
  e.updated_at AS "updatedAt", COALESCE((SELECT json_agg(json_build_object('key', t.key, 'value', t.value) ORDER BY t.key)
    FROM experiment_tag t WHERE t.experiment_id = e.experiment_id), '[]'::json) AS tags`;

export async function findExperiment(sql: Sql, id: string): Promise<Experiment | null> {
  const [row] = await sql.hot<Experiment>(
    `SELECT ${COLUMNS} FROM experiment e WHERE e.experiment_id = $1::bigint AND e.removing_at IS NULL`,
    [id],
  );
  return row ?? null;
}

export async function findExperimentByName(sql: Sql, name: string): Promise<Experiment | null> {
  const [row] = await sql.hot<Experiment>(`SELECT ${COLUMNS} FROM experiment e WHERE e.name = $1`, [name]);
  return row ?? null;
}

/** Holds it until the transaction ends: what depends on its stage or its name stays true. */
export async function lockExperiment(sql: Sql, id: string): Promise<Experiment | null> {
  const rows = await sql.rows(
    "SELECT 1 FROM experiment WHERE experiment_id = $1::bigint AND removing_at IS NULL FOR NO KEY UPDATE",
    [id],
  );
  return rows.length === 0 ? null : findExperiment(sql, id);
}

/** Null when the name is taken. */
export async function insertExperiment(sql: Sql, name: string, createdBy: string): Promise<string | null> {
  const [row] = await sql.rows<{ id: string }>(
    `INSERT INTO experiment (name, created_by) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING
     RETURNING experiment_id::text AS id`,
    [name, createdBy],
  );
  return row?.id ?? null;
}

/** False when the name is taken, also by one who took it meanwhile: the transaction can only end then. */
export async function renameExperiment(sql: Sql, id: string, name: string): Promise<boolean> {
  try {
    await sql.rows("UPDATE experiment SET name = $2, updated_at = now() WHERE experiment_id = $1::bigint", [
      id,
      name,
    ]);
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  return true;
}

export async function setStage(sql: Sql, id: string, stage: Experiment["lifecycleStage"]): Promise<void> {
  await sql.rows(
    `UPDATE experiment SET lifecycle_stage = $2, updated_at = now(),
       deleted_at = CASE WHEN $2 = 'deleted' THEN now() END WHERE experiment_id = $1::bigint`,
    [id, stage],
  );
}

/** With their experiment; those that were deleted before it stay deleted when it comes back. */
export async function setStageOfRuns(
  sql: Sql,
  experimentId: string,
  stage: Experiment["lifecycleStage"],
): Promise<void> {
  await sql.rows(
    stage === "deleted"
      ? `UPDATE experiment_run SET lifecycle_stage = 'deleted', deleted_at = now(), deleted_with_experiment = true
         WHERE experiment_id = $1::bigint AND lifecycle_stage = 'active'`
      : `UPDATE experiment_run SET lifecycle_stage = 'active', deleted_at = NULL, deleted_with_experiment = false
         WHERE experiment_id = $1::bigint AND lifecycle_stage = 'deleted' AND deleted_with_experiment`,
    [experimentId],
  );
}

export async function writeExperimentTags(
  sql: Sql,
  id: string,
  tags: readonly { key: string; value: string }[],
) {
  await sql.rows(
    `INSERT INTO experiment_tag (experiment_id, key, value)
     SELECT $1::bigint, key, value FROM unnest($2::text[], $3::text[]) AS t(key, value) ORDER BY key
     ON CONFLICT (experiment_id, key) DO UPDATE SET value = excluded.value`,
    [id, tags.map(({ key }) => key), tags.map(({ value }) => value)],
  );
  await sql.rows("UPDATE experiment SET updated_at = now() WHERE experiment_id = $1::bigint", [id]);
}

export async function removeExperimentTag(sql: Sql, id: string, key: string): Promise<boolean> {
  const gone = await sql.rows(
    "DELETE FROM experiment_tag WHERE experiment_id = $1::bigint AND key = $2 RETURNING key",
    [id, key],
  );
  return gone.length > 0;
}

const milliseconds = (column: string) => `floor(extract(epoch FROM ${column}) * 1000)::bigint`;
const ATTRIBUTES: Readonly<Record<string, Pick<SortColumn, "sql" | "type">>> = {
  name: { sql: "e.name", type: "text" },
  experiment_id: { sql: "e.experiment_id", type: "bigint" },
  creation_time: { sql: milliseconds("e.created_at"), type: "bigint" },
  last_update_time: { sql: milliseconds("e.updated_at"), type: "bigint" },
};

function attribute(name: string): Pick<SortColumn, "sql" | "type"> {
  const found = ATTRIBUTES[name];
  if (!found) throw new Error(`An experiment has no attribute ${name}`);
  return found;
}

const MEANING: Meaning = {
  attribute: (name) => (name === "experiment_id" ? "e.experiment_id::text" : attribute(name).sql),
  keyed({ field, operator }, matches, binds) {
    const from = `SELECT 1 FROM experiment_tag k WHERE k.experiment_id = e.experiment_id AND k.key = ${binds.add(field.name, "text")}`;
    if (operator === "IS NULL") return `NOT EXISTS (${from})`;
    if (operator === "IS NOT NULL") return `EXISTS (${from})`;
    return `EXISTS (${from} AND ${matches("k.value", false)})`;
  },
};

export type ExperimentSearch = {
  view: ViewType;
  filter: Filter | null;
  orders: readonly Order[];
  after: readonly string[] | null;
  limit: number;
};

/** Null when `after` is not of this search. Without an order the newest come first. */
export async function searchExperimentRows(
  sql: Sql,
  search: ExperimentSearch,
): Promise<(Experiment & { keys: string[] })[] | null> {
  const columns = sortColumns(search.orders);
  if (search.after && !areSortValues(columns, search.after)) return null;
  const binds = new Binds();
  const conditions = [
    search.view === "ALL"
      ? "true"
      : `e.lifecycle_stage = '${search.view === "ACTIVE_ONLY" ? "active" : "deleted"}'`,
    "e.removing_at IS NULL",
    ...(search.filter ? [conditionSql(search.filter, MEANING, binds)] : []),
    ...(search.after ? [behindSql(columns, search.after, binds)] : []),
  ];
  const keys = columns.map(({ sql: column }) => `(${column})::text`).join(", ");
  return sql.rows<Experiment & { keys: string[] }>(
    `SELECT ${COLUMNS}, ARRAY[${keys}] AS keys FROM experiment e WHERE ${conditions.join(" AND ")}
     ORDER BY ${orderSql(columns)} LIMIT ${binds.add(search.limit, "int")}`,
    binds.values,
  );
}

function sortColumns(orders: readonly Order[]): SortColumn[] {
  const columns = orders.map(({ field, descending }) => ({ ...attribute(field.name), descending }));
  if (orders.length === 0) columns.push({ ...attribute("creation_time"), descending: true });
  if (!orders.some(({ field }) => field.name === "experiment_id"))
    columns.push({ ...attribute("experiment_id"), descending: orders.length > 0 });
  return columns;
}
