import type { Sql } from "@/lib/platform/db";
import type { Plan } from "../rows/plan";
import type { KeptSource } from "../schema";
import type { BatchState, Format } from "../values";

export type BatchRow = {
  id: string;
  endpoint: string | null;
  modelName: string;
  modelVersion: number;
  storageLocation: string;
  featureService: string | null;
  source: KeptSource;
  format: Format;
  keyColumns: string[];
  rowsPerRun: number;
  deadlineMs: number;
  state: BatchState;
  plan: Plan | null;
  rows: number | null;
  rowsDone: number;
  rowsFailed: number;
  parts: number;
  partsDone: number;
  partsFailed: number;
  error: string | null;
  createdBy: string;
  createdByName: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
};

const ACTIVE = "('queued', 'preparing', 'running', 'writing')";
/** A batch whose jobs have all ended, as when their processes died too often, goes on no more until a person runs it again. */
const IS_STALLED = `(b.state IN ${ACTIVE} AND NOT EXISTS (
  SELECT 1 FROM long_job j WHERE j.id = ANY(b.jobs) AND j.state IN ('queued', 'running')))`;
const SELECT = `SELECT b.id, b.endpoint, b.model_name AS "modelName", b.model_version AS "modelVersion",
    b.storage_location AS "storageLocation", b.feature_service AS "featureService", b.source, b.format, b.key_columns AS "keyColumns",
    b.rows_per_run AS "rowsPerRun", b.deadline_ms AS "deadlineMs",
    CASE WHEN ${IS_STALLED} THEN 'failed' ELSE b.state END AS state, b.plan, b.rows,
    b.rows_done AS "rowsDone", b.rows_failed AS "rowsFailed", p.parts, p.done AS "partsDone", p.failed AS "partsFailed",
    CASE WHEN ${IS_STALLED} THEN coalesce((SELECT j.error FROM long_job j WHERE j.id = ANY(b.jobs) AND j.error IS NOT NULL
      ORDER BY j.id DESC LIMIT 1), 'Its jobs were stopped') ELSE b.error END AS error,
    b.created_by AS "createdBy", b.created_by_name AS "createdByName", b.created_at AS "createdAt",
    b.started_at AS "startedAt", b.ended_at AS "endedAt"
  FROM batch_prediction b CROSS JOIN LATERAL (
    SELECT count(*)::int AS parts, count(*) FILTER (WHERE state = 'done')::int AS done,
      count(*) FILTER (WHERE state = 'failed')::int AS failed FROM batch_prediction_part WHERE batch_id = b.id) p`;

export type NewBatch = Pick<
  BatchRow,
  | "id"
  | "endpoint"
  | "modelName"
  | "modelVersion"
  | "storageLocation"
  | "featureService"
  | "source"
  | "format"
  | "keyColumns"
  | "rowsPerRun"
  | "deadlineMs"
  | "createdBy"
  | "createdByName"
> & { given: string | null };

export async function insertBatch(sql: Sql, made: NewBatch): Promise<void> {
  await sql.rows(
    `INSERT INTO batch_prediction (id, endpoint, model_name, model_version, storage_location, source, format, key_columns,
       rows_per_run, deadline_ms, created_by, created_by_name, feature_service, given)
     VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8::text[], $9, $10, $11, $12, $13, $14)`,
    [
      ...[made.id, made.endpoint, made.modelName, made.modelVersion, made.storageLocation],
      ...[JSON.stringify(made.source), made.format, made.keyColumns, made.rowsPerRun, made.deadlineMs],
      ...[made.createdBy, made.createdByName, made.featureService, made.given],
    ],
  );
}

/** The rows that came with the request, a line of JSON each; gone once they are answered. */
export async function givenLines(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql.rows<{ given: string | null }>("SELECT given FROM batch_prediction WHERE id = $1", [
    id,
  ]);
  return row?.given ?? null;
}

export async function dropGiven(sql: Sql, id: string): Promise<void> {
  await sql.rows("UPDATE batch_prediction SET given = NULL WHERE id = $1 AND given IS NOT NULL", [id]);
}

export async function countActive(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM batch_prediction b WHERE b.state IN ${ACTIVE} AND NOT ${IS_STALLED}`,
  );
  return row?.count ?? 0;
}

export async function findBatch(sql: Sql, id: string): Promise<BatchRow | null> {
  const [row] = await sql.rows<BatchRow>(`${SELECT} WHERE b.id = $1`, [id]);
  return row ?? null;
}

/** Holds it until the transaction ends. */
export async function lockBatch(sql: Sql, id: string): Promise<BatchRow | null> {
  await sql.rows("SELECT 1 FROM batch_prediction WHERE id = $1 FOR NO KEY UPDATE", [id]);
  return findBatch(sql, id);
}

/** The newest first. */
export async function listBatches(
  sql: Sql,
  query: { state: BatchState | null; endpoint: string | null; before: string | null; limit: number },
): Promise<BatchRow[]> {
  return sql.rows<BatchRow>(
    `SELECT * FROM (${SELECT} WHERE ($2::text IS NULL OR b.endpoint = $2) AND ($3::text IS NULL OR b.id < $3)) found
     WHERE $1::text IS NULL OR state = $1 ORDER BY id DESC LIMIT $4::int`,
    [query.state, query.endpoint, query.before, query.limit],
  );
}

/** What a job finds of its batch. */
export async function stateOf(sql: Sql, id: string): Promise<BatchState | null> {
  const [row] = await sql.hot<{ state: BatchState }>("SELECT state FROM batch_prediction WHERE id = $1", [
    id,
  ]);
  return row?.state ?? null;
}

/** False where it is in none of these states any more. */
export async function move(
  sql: Sql,
  id: string,
  from: readonly BatchState[],
  to: BatchState,
  error: string | null = null,
): Promise<boolean> {
  const rows = await sql.rows(
    `UPDATE batch_prediction SET state = $3, error = $4, started_at = coalesce(started_at, now()),
       ended_at = CASE WHEN $3 IN ${ACTIVE} THEN NULL ELSE now() END
     WHERE id = $1 AND state = ANY($2::text[]) RETURNING 1 AS one`,
    [id, from, to, error],
  );
  return rows.length > 0;
}

/** Goes on, wherever it stands: its row says so also where its jobs were lost. */
export async function reopen(sql: Sql, id: string, to: BatchState): Promise<void> {
  await sql.rows("UPDATE batch_prediction SET state = $2, error = NULL, ended_at = NULL WHERE id = $1", [
    id,
    to,
  ]);
}

export async function addJob(sql: Sql, id: string, job: string): Promise<void> {
  await sql.rows("UPDATE batch_prediction SET jobs = array_append(jobs, $2) WHERE id = $1", [id, job]);
}

export async function setPlan(sql: Sql, id: string, plan: Plan, rows: number): Promise<void> {
  await sql.rows(
    "UPDATE batch_prediction SET plan = $2::jsonb, rows = $3, rows_done = 0, rows_failed = 0 WHERE id = $1",
    [id, JSON.stringify(plan), rows],
  );
}

/** Those that ended so long ago. */
export async function deleteOld(sql: Sql, days: number, limit: number): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `DELETE FROM batch_prediction WHERE id IN (SELECT id FROM batch_prediction
       WHERE ended_at < now() - $1::int * interval '1 day' ORDER BY ended_at LIMIT $2::int) RETURNING id`,
    [days, limit],
  );
  return rows.map(({ id }) => id);
}
