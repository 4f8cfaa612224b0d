import type { Sql } from "@/lib/platform/db";

export type PartRow = { number: number; firstRow: number; rows: number };

/** Those of an earlier look at the same file go. */
export async function insertParts(sql: Sql, id: string, parts: readonly PartRow[]): Promise<void> {
  await sql.rows("DELETE FROM batch_prediction_part WHERE batch_id = $1", [id]);
  await sql.rows(
    `INSERT INTO batch_prediction_part (batch_id, number, first_row, rows)
     SELECT $1, number, "firstRow", rows FROM jsonb_to_recordset($2::jsonb) AS g(number int, "firstRow" int, rows int)`,
    [id, JSON.stringify(parts)],
  );
}

/**
 * The next free part, for a long job. One that this very job had when its process died comes again, and one whose
 * job has ended without it. Any number of jobs may ask at once.
 */
export async function claimPart(sql: Sql, id: string, lane: string): Promise<PartRow | null> {
  const [row] = await sql.hot<PartRow>(
    `UPDATE batch_prediction_part p SET state = 'running', lane = $2 FROM (
       SELECT c.number FROM batch_prediction_part c JOIN batch_prediction b ON b.id = c.batch_id AND b.state = 'running'
       WHERE c.batch_id = $1 AND (c.state = 'pending' OR c.state = 'running' AND (c.lane = $2 OR NOT EXISTS (
         SELECT 1 FROM long_job j WHERE j.id = c.lane AND j.state IN ('queued', 'running'))))
       ORDER BY c.number LIMIT 1 FOR UPDATE OF c SKIP LOCKED) next
     WHERE p.batch_id = $1 AND p.number = next.number
     RETURNING p.number, p.first_row AS "firstRow", p.rows`,
    [id, lane],
  );
  return row ?? null;
}

export type PartEnd = { state: "done"; rowsFailed: number } | { state: "failed"; error: string };

/** Counted once: a part that another job has by now changes nothing. */
export async function endPart(
  sql: Sql,
  id: string,
  lane: string,
  number: number,
  end: PartEnd,
): Promise<void> {
  await sql.hot(
    `WITH ended AS (
       UPDATE batch_prediction_part SET state = $4, rows_failed = $5::int, error = $6
       WHERE batch_id = $1 AND lane = $2 AND number = $3::int AND state = 'running' RETURNING rows)
     UPDATE batch_prediction b SET rows_done = rows_done + CASE WHEN $4 = 'done' THEN ended.rows ELSE 0 END,
       rows_failed = rows_failed + $5::int
     FROM ended WHERE b.id = $1`,
    [
      ...[id, lane, number, end.state],
      end.state === "done" ? end.rowsFailed : 0,
      end.state === "failed" ? end.error : null,
    ],
  );
}

export type Left = { open: number; failed: number; all: number; error: string | null };

export async function leftOf(sql: Sql, id: string): Promise<Left> {
  const [row] = await sql.rows<Left>(
    `SELECT count(*) FILTER (WHERE state IN ('pending', 'running'))::int AS open, count(*) FILTER (WHERE state = 'failed')::int AS failed,
       count(*)::int AS all, min(error) FILTER (WHERE state = 'failed') AS error FROM batch_prediction_part WHERE batch_id = $1`,
    [id],
  );
  return row ?? { open: 0, failed: 0, all: 0, error: null };
}

export async function resetFailed(sql: Sql, id: string): Promise<void> {
  await sql.rows(
    "UPDATE batch_prediction_part SET state = 'pending', error = NULL, lane = NULL WHERE batch_id = $1 AND state = 'failed'",
    [id],
  );
}

/** Parts with rows that have no answer, in order. */
export async function partsWithErrors(sql: Sql, id: string, limit: number): Promise<number[]> {
  const rows = await sql.rows<{ number: number }>(
    "SELECT number FROM batch_prediction_part WHERE batch_id = $1 AND rows_failed > 0 ORDER BY number LIMIT $2::int",
    [id, limit],
  );
  return rows.map(({ number }) => number);
}
