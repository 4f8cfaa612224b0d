import type { Sql } from "@/lib/platform/db";
import type { QueuedAttempt } from "../types";

export type OutboxRow = QueuedAttempt & {
  /** False when the attempt was claimed, ended or cancelled in the meantime. */
  waits: boolean;
};

/** Outbox rows except those of the queues in `without`, the most important first. Locks nothing. */
export async function outboxRows(sql: Sql, limit: number, without: readonly string[]): Promise<OutboxRow[]> {
  return sql.rows<OutboxRow>(
    `SELECT o.attempt_id::text AS "attemptId", o.queue, o.priority, coalesce(a.state = 'queued', false) AS waits
     FROM task_outbox o LEFT JOIN task_attempt a ON a.id = o.attempt_id
     WHERE o.queue <> ALL($2::text[]) ORDER BY o.priority DESC, o.id LIMIT $1::int`,
    [limit, without],
  );
}

/**
 * Deletes the outbox rows of enqueued attempts and returns how many. Skips locked rows: another process deletes them at
 * this moment. They are locked in a part of their own, which runs once; within a condition the database may run it for
 * each row.
 */
export async function removeOutbox(sql: Sql, attemptIds: readonly string[]): Promise<number> {
  const [row] = await sql.hot<{ removed: number }>(
    `WITH locked AS (
       SELECT id FROM task_outbox WHERE attempt_id = ANY($1::uuid[]) ORDER BY id FOR UPDATE SKIP LOCKED
     ), gone AS (
       DELETE FROM task_outbox o USING locked WHERE o.id = locked.id RETURNING attempt_id
     ), free AS (
       SELECT id FROM task_attempt WHERE id IN (SELECT attempt_id FROM gone) AND state = 'queued'
       ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
     ), marked AS (
       UPDATE task_attempt a SET enqueued_at = now(), enqueue_count = enqueue_count + 1 FROM free WHERE a.id = free.id
     )
     SELECT count(*)::int AS removed FROM gone`,
    [attemptIds],
  );
  return row?.removed ?? 0;
}

const RESEND_LIMIT = 5_000;

/**
 * Puts enqueued attempts that no worker has claimed into the outbox again after 3, 6, 12, 24 and then every 48 s,
 * because Redis may lose a message. With `since`: all that were enqueued before then. Returns how many, at most
 * RESEND_LIMIT. Redis keeps one message an attempt, so a long queue is not flooded.
 */
export async function outboxUnclaimed(sql: Sql, since: Date | null = null): Promise<number> {
  const rows = await sql.rows(
    `WITH waiting AS (
       SELECT a.id, a.queue, a.task_instance_id FROM task_attempt a
       WHERE a.state = 'queued' AND coalesce(a.enqueued_at, a.queued_at) < coalesce($1::timestamptz,
           now() - interval '3 seconds' * power(2, least(greatest(a.enqueue_count - 1, 0), 4)))
         AND NOT EXISTS (SELECT 1 FROM task_outbox o WHERE o.attempt_id = a.id)
       ORDER BY a.queued_at LIMIT ${RESEND_LIMIT} FOR NO KEY UPDATE OF a SKIP LOCKED
     )
     INSERT INTO task_outbox (attempt_id, queue, priority)
     SELECT w.id, w.queue, t.priority_weight FROM waiting w JOIN task_instance t ON t.id = w.task_instance_id
     ON CONFLICT DO NOTHING RETURNING 1 AS one`,
    [since?.toISOString() ?? null],
  );
  return rows.length;
}

/** The outbox has no foreign key: its rows go before the attempts that they name. */
export async function deleteOutboxOf(sql: Sql, runIds: readonly string[]): Promise<void> {
  await sql.rows(
    "DELETE FROM task_outbox WHERE attempt_id IN (SELECT id FROM task_attempt WHERE run_id = ANY($1::text[]))",
    [runIds],
  );
}

/** Rows of attempts that no longer wait, after a day. */
export async function deleteOldOutbox(sql: Sql): Promise<number> {
  const rows = await sql.rows(
    `DELETE FROM task_outbox o WHERE o.created_at < now() - interval '1 day'
       AND NOT EXISTS (SELECT 1 FROM task_attempt a WHERE a.id = o.attempt_id AND a.state = 'queued') RETURNING 1`,
  );
  return rows.length;
}
