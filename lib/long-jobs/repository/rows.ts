import type { Sql } from "@/lib/platform/db";
import type { LongJobState, Progress } from "../schema";
import { IS_DUE } from "./leases";

/** The side of people: what is queued, shown, cancelled and run again. */
export type NewRow = {
  id: string;
  kind: string;
  input: string;
  subject: string;
  exclusiveKey: string | null;
  permissions: readonly string[];
  actor: string;
};

/** Until the end of the transaction nobody else starts a job of the key. */
export async function lockKey(sql: Sql, key: string): Promise<void> {
  await sql.rows("SELECT pg_advisory_xact_lock(hashtextextended('gwanje:long-job:' || $1, 0))::text", [key]);
}

export async function activeOfKey(sql: Sql, key: string): Promise<string | null> {
  const [row] = await sql.rows<{ id: string }>(
    "SELECT id FROM long_job WHERE exclusive_key = $1 AND state IN ('queued', 'running')",
    [key],
  );
  return row?.id ?? null;
}

export async function insertRow(sql: Sql, row: NewRow): Promise<void> {
  await sql.rows(
    `INSERT INTO long_job (id, kind, input, subject, exclusive_key, state, permissions, actor)
     VALUES ($1, $2, $3::jsonb, $4, $5, 'queued', $6::text[], $7::jsonb)`,
    [row.id, row.kind, row.input, row.subject, row.exclusiveKey, row.permissions, row.actor],
  );
}

export type Row = {
  id: string;
  kind: string;
  subject: string;
  state: LongJobState;
  isCancelling: boolean;
  progress: Progress | null;
  result: unknown;
  error: string | null;
  attempts: number;
  createdBy: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  nextAt: Date | null;
  permissions: string[];
  exclusiveKey: string | null;
};

const COLUMNS = `id, kind, subject, state, cancel_requested_at IS NOT NULL AS "isCancelling", progress, result, error,
  attempts, actor->>'name' AS "createdBy", created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt",
  CASE WHEN state = 'queued' AND NOT ${IS_DUE} THEN run_after END AS "nextAt", permissions, exclusive_key AS "exclusiveKey"`;

/** The newest first. */
export async function page(
  sql: Sql,
  query: { state: string | null; before: string | null; limit: number },
): Promise<Row[]> {
  return sql.rows<Row>(
    `SELECT ${COLUMNS} FROM long_job WHERE ($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR id < $2)
     ORDER BY id DESC LIMIT $3::int`,
    [query.state, query.before, query.limit],
  );
}

export async function find(sql: Sql, id: string, lock: "" | "FOR UPDATE" = ""): Promise<Row | null> {
  const [row] = await sql.rows<Row>(`SELECT ${COLUMNS} FROM long_job WHERE id = $1 ${lock}`, [id]);
  return row ?? null;
}

/** One that waits ends; one that runs is asked to. */
export async function cancel(sql: Sql, id: string): Promise<void> {
  await sql.rows(
    `UPDATE long_job SET state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
       ended_at = CASE state WHEN 'queued' THEN now() ELSE ended_at END,
       cancel_requested_at = CASE state WHEN 'queued' THEN NULL ELSE now() END WHERE id = $1`,
    [id],
  );
}

/** Goes on from the checkpoint, on behalf of whoever asks for it now. */
export async function queueAgain(sql: Sql, id: string, actor: string): Promise<void> {
  await sql.rows(
    `UPDATE long_job SET state = 'queued', actor = $2::jsonb, failures = 0, error = NULL, result = NULL, ended_at = NULL,
       cancel_requested_at = NULL, run_after = now() WHERE id = $1`,
    [id, actor],
  );
}

export async function deleteEnded(sql: Sql, days: number): Promise<number> {
  const rows = await sql.rows(
    "DELETE FROM long_job WHERE ended_at < now() - $1::int * interval '1 day' RETURNING 1 AS one",
    [days],
  );
  return rows.length;
}
