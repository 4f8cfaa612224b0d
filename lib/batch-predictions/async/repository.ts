import type { Sql } from "@/lib/platform/db";
import type { AsyncState } from "./values";

/**
 * States: queued -> running -> succeeded | failed; queued or running -> cancelled; running -> queued when it is put off, or its
 * process is gone. A late write of a claim that was lost finds no row.
 */
export type AsyncError = { code: string; message: string; errors?: unknown[] };
export type AsyncRow = {
  id: string;
  endpoint: string;
  state: AsyncState;
  answer: string | null;
  error: AsyncError | null;
  bodyHash: string;
  createdBy: string;
  createdAt: Date;
  endedAt: Date | null;
  expiresAt: Date;
};

const COLUMNS = `id, endpoint, state, answer, error, body_hash AS "bodyHash", created_by AS "createdBy",
  created_at AS "createdAt", ended_at AS "endedAt", expires_at AS "expiresAt"`;

export type NewAsync = Pick<AsyncRow, "id" | "endpoint" | "bodyHash" | "createdBy"> & {
  body: string;
  bodyBytes: number;
  idempotency: string | null;
  webhookId: string | null;
  actor: string;
  keptMs: number;
};

/** False where this caller has used the key already. */
export async function insertAsync(sql: Sql, made: NewAsync): Promise<boolean> {
  const rows = await sql.hot(
    `INSERT INTO async_prediction (id, endpoint, body, body_hash, body_bytes, idempotency, webhook_id, created_by, actor, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, now() + $10::int * interval '1 millisecond')
     ON CONFLICT (created_by, endpoint, idempotency) DO NOTHING RETURNING 1 AS one`,
    [
      ...[made.id, made.endpoint, made.body, made.bodyHash, made.bodyBytes, made.idempotency],
      ...[made.webhookId, made.createdBy, made.actor, made.keptMs],
    ],
  );
  return rows.length > 0;
}

export type Waiting = { all: number; own: number; bytes: number };

export async function waitingOf(sql: Sql, by: string): Promise<Waiting> {
  const [row] = await sql.hot<Waiting>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE created_by = $1)::int AS own, coalesce(sum(body_bytes), 0)::float8 AS bytes
     FROM async_prediction WHERE state IN ('queued', 'running')`,
    [by],
  );
  return row ?? { all: 0, own: 0, bytes: 0 };
}

export async function findByKey(
  sql: Sql,
  by: { createdBy: string; endpoint: string; key: string },
): Promise<AsyncRow | null> {
  const [row] = await sql.hot<AsyncRow>(
    `SELECT ${COLUMNS} FROM async_prediction WHERE created_by = $1 AND endpoint = $2 AND idempotency = $3`,
    [by.createdBy, by.endpoint, by.key],
  );
  return row ?? null;
}

/** One that is over its time is not there any more. */
export async function findAsync(sql: Sql, endpoint: string, id: string): Promise<AsyncRow | null> {
  const [row] = await sql.hot<AsyncRow>(
    `SELECT ${COLUMNS} FROM async_prediction WHERE id = $1 AND endpoint = $2 AND expires_at > now()`,
    [id, endpoint],
  );
  return row ?? null;
}

export type Claimed = {
  id: string;
  endpoint: string;
  body: string;
  actor: unknown;
  attempts: number;
  webhookId: string | null;
};

/** What is due, and what a process that is gone has left. Any number of processes may ask at once. */
export async function claimAsync(sql: Sql, limit: number, leaseMs: number): Promise<Claimed[]> {
  return sql.hot<Claimed>(
    `UPDATE async_prediction a SET state = 'running', attempts = attempts + 1,
       lease_until = clock_timestamp() + $2::int * interval '1 millisecond'
     FROM (SELECT id FROM async_prediction WHERE (state = 'queued' AND run_after <= now() + interval '1 millisecond'
         OR state = 'running' AND lease_until < now()) AND body IS NOT NULL
       ORDER BY run_after LIMIT $1::int FOR UPDATE SKIP LOCKED) next
     WHERE a.id = next.id
     RETURNING a.id, a.endpoint, a.body, a.actor, a.attempts, a.webhook_id AS "webhookId"`,
    [limit, leaseMs],
  );
}

export type AsyncEnd = { answer: string } | { error: AsyncError };

/** False where it was cancelled, or another process has it by now. */
export async function endAsync(
  sql: Sql,
  { id, attempts }: Pick<Claimed, "id" | "attempts">,
  end: AsyncEnd,
): Promise<boolean> {
  const rows = await sql.hot(
    `UPDATE async_prediction SET state = CASE WHEN $3::text IS NULL THEN 'failed' ELSE 'succeeded' END, answer = $3, error = $4::jsonb,
       body = NULL, lease_until = NULL, ended_at = now()
     WHERE id = $1 AND attempts = $2::int AND state = 'running' RETURNING 1 AS one`,
    [
      ...[id, attempts],
      "answer" in end ? end.answer : null,
      "error" in end ? JSON.stringify(end.error) : null,
    ],
  );
  return rows.length > 0;
}

export async function putOff(
  sql: Sql,
  { id, attempts }: Pick<Claimed, "id" | "attempts">,
  waitMs: number,
): Promise<void> {
  await sql.hot(
    `UPDATE async_prediction SET state = 'queued', lease_until = NULL, run_after = now() + $3::int * interval '1 millisecond'
     WHERE id = $1 AND attempts = $2::int AND state = 'running'`,
    [id, attempts, waitMs],
  );
}

/** False where it has ended already. */
export async function cancelAsyncRow(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.hot(
    `UPDATE async_prediction SET state = 'cancelled', body = NULL, lease_until = NULL, ended_at = now()
     WHERE id = $1 AND state IN ('queued', 'running') RETURNING 1 AS one`,
    [id],
  );
  return rows.length > 0;
}

export async function deleteExpired(sql: Sql, limit: number): Promise<number> {
  const rows = await sql.rows(
    `DELETE FROM async_prediction WHERE id IN (SELECT id FROM async_prediction WHERE expires_at <= now() LIMIT $1::int) RETURNING 1 AS one`,
    [limit],
  );
  return rows.length;
}
