import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";
import { MOST_FAILURES } from "../ending";
import type { Progress } from "../schema";

/**
 * The queue's side. States: queued -> running -> succeeded | failed | cancelled; running -> queued when an attempt is
 * released, lost or put off; an end -> queued when somebody runs it again. Every edge of an attempt is a compare-and-set on (id, attempts, running)
 * by the database's clock: a late write of an attempt that was lost finds no row.
 */
export type Fence = { id: string; attempts: number };

export type ClaimedRow = Fence & {
  kind: string;
  input: unknown;
  checkpoint: unknown;
  progress: Progress | null;
  actor: unknown;
  failures: number;
};

/** Each transition tells its event in its own statement. */
const TOLD = (rows: string) => `told AS (${recording("long_job", { id: "id" }, rows)})`;

/** Columns hold whole milliseconds: what is due now may have been rounded to the next one. */
export const IS_DUE = "run_after <= now() + interval '1 millisecond'";

export async function claim(
  sql: Sql,
  by: { kinds: readonly string[]; owner: string; leaseMs: number; limit: number },
): Promise<ClaimedRow[]> {
  return sql.hot<ClaimedRow>(
    `WITH next AS (
       SELECT id FROM long_job WHERE state = 'queued' AND ${IS_DUE} AND kind = ANY($1::text[])
       ORDER BY run_after, id LIMIT $4::int FOR UPDATE SKIP LOCKED
     ), claimed AS (
       UPDATE long_job j SET state = 'running', owner = $2, attempts = attempts + 1,
         started_at = coalesce(started_at, now()), lease_until = clock_timestamp() + $3::int * interval '1 millisecond'
       FROM next WHERE j.id = next.id
       RETURNING j.id, j.attempts, j.kind, j.input, j.checkpoint, j.progress, j.actor, j.failures
     ), ${TOLD("claimed")}
     SELECT * FROM claimed`,
    [by.kinds, by.owner, by.leaseMs, by.limit],
  );
}

export type Renewed = { id: string; isCancelled: boolean; isLost: boolean };

/** Waits for no row: one that is locked at this moment is being cancelled or ended, and keeps its lease as it is. */
export async function renew(sql: Sql, held: readonly Fence[], leaseMs: number): Promise<Renewed[]> {
  return sql.hot<Renewed>(
    `WITH given AS (SELECT * FROM unnest($1::text[], $2::int[]) AS g(id, attempts)), free AS MATERIALIZED (
       SELECT j.id FROM long_job j JOIN given g USING (id, attempts) WHERE j.state = 'running'
       ORDER BY j.id FOR NO KEY UPDATE OF j SKIP LOCKED
     ), kept AS (
       UPDATE long_job j SET lease_until = clock_timestamp() + $3::int * interval '1 millisecond' FROM free WHERE j.id = free.id
     )
     SELECT g.id, coalesce(j.cancel_requested_at IS NOT NULL, false) AS "isCancelled",
       (j.state = 'running' AND j.attempts = g.attempts) IS NOT TRUE AS "isLost"
     FROM given g LEFT JOIN long_job j ON j.id = g.id`,
    [held.map(({ id }) => id), held.map(({ attempts }) => attempts), leaseMs],
  );
}

/** False: the row is no longer this attempt's. A checkpoint that is kept makes earlier failures forgotten. */
export async function writeProgress(
  sql: Sql,
  { id, attempts }: Fence,
  { progress, checkpoint }: { progress: Progress; checkpoint: string | null },
): Promise<boolean> {
  const rows = await sql.hot(
    `WITH written AS (
       UPDATE long_job SET progress = $3::jsonb, checkpoint = coalesce($4::jsonb, checkpoint),
         failures = CASE WHEN $4::jsonb IS NULL THEN failures ELSE 0 END
       WHERE id = $1 AND attempts = $2::int AND state = 'running' RETURNING id
     ), ${TOLD("written")}
     SELECT id FROM written`,
    [id, attempts, JSON.stringify(progress), checkpoint],
  );
  return rows.length > 0;
}

export type End =
  | { state: "succeeded"; result: string }
  | { state: "failed"; error: string }
  | { state: "cancelled" };

export async function end(sql: Sql, { id, attempts }: Fence, ended: End): Promise<boolean> {
  const rows = await sql.rows(
    `WITH ended AS (
       UPDATE long_job SET state = $3, ended_at = now(), owner = NULL, lease_until = NULL, cancel_requested_at = NULL,
         result = $4::jsonb, error = $5
       WHERE id = $1 AND attempts = $2::int AND state = 'running' RETURNING id
     ), ${TOLD("ended")}
     SELECT id FROM ended`,
    [
      ...[id, attempts, ended.state],
      ended.state === "succeeded" ? ended.result : null,
      ended.state === "failed" ? ended.error : null,
    ],
  );
  return rows.length > 0;
}

/** Back into the queue; one that was cancelled meanwhile ends. `failed` counts the attempt, and says why. */
export async function release(
  sql: Sql,
  { id, attempts }: Fence,
  later: { waitMs: number; failed: string | null },
): Promise<boolean> {
  const rows = await sql.rows(
    `WITH released AS (
       UPDATE long_job SET state = CASE WHEN cancel_requested_at IS NULL THEN 'queued' ELSE 'cancelled' END,
         ended_at = CASE WHEN cancel_requested_at IS NULL THEN NULL ELSE now() END, owner = NULL, lease_until = NULL,
         failures = failures + CASE WHEN $4::text IS NULL THEN 0 ELSE 1 END, error = $4,
         run_after = now() + $3::int * interval '1 millisecond'
       WHERE id = $1 AND attempts = $2::int AND state = 'running' RETURNING id
     ), ${TOLD("released")}
     SELECT id FROM released`,
    [id, attempts, later.waitMs, later.failed],
  );
  return rows.length > 0;
}

/** Attempts whose process is gone: queued again, unless that has happened too often or the job was cancelled. */
export async function recoverExpired(sql: Sql, words: { lost: string; tooOften: string }): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `WITH expired AS (
       SELECT id, CASE WHEN cancel_requested_at IS NOT NULL THEN 'cancelled'
         WHEN failures + 1 >= $3::int THEN 'failed' ELSE 'queued' END AS next
       FROM long_job WHERE state = 'running' AND lease_until < now() ORDER BY id FOR UPDATE SKIP LOCKED
     ), recovered AS (
       UPDATE long_job j SET state = next, failures = failures + 1, owner = NULL, lease_until = NULL, run_after = now(),
         ended_at = CASE WHEN next = 'queued' THEN NULL ELSE now() END,
         error = CASE next WHEN 'failed' THEN $2 WHEN 'queued' THEN $1 END
       FROM expired WHERE j.id = expired.id RETURNING j.id
     ), ${TOLD("recovered")}
     SELECT id FROM recovered`,
    [words.lost, words.tooOften, MOST_FAILURES],
  );
  return rows.map(({ id }) => id);
}
