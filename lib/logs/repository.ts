import type { Sql } from "@/lib/platform/db";

export type Chunk = { seq: number; firstLine: number; lines: number; sizeBytes: number };

export async function insertChunk(sql: Sql, attemptId: string, chunk: Chunk): Promise<void> {
  await sql.rows(
    `INSERT INTO task_log (attempt_id, seq, first_line, lines, size_bytes, created_at)
     VALUES ($1::uuid, $2::int, $3::int, $4::int, $5::int, now()) ON CONFLICT DO NOTHING`,
    [attemptId, chunk.seq, chunk.firstLine, chunk.lines, chunk.sizeBytes],
  );
}

/** `logLines`: how many its worker has counted, 0 until it has ended. */
export type LoggedAttempt = {
  runId: string;
  taskId: string;
  number: number;
  state: string;
  logLines: number;
  endedAgoMs: number;
};

export async function loggedAttempt(sql: Sql, attemptId: string): Promise<LoggedAttempt | undefined> {
  const [row] = await sql.rows<LoggedAttempt>(
    `SELECT run_id AS "runId", task_id AS "taskId", number, state, log_lines AS "logLines",
       coalesce(extract(epoch FROM now() - finished_at) * 1000, 0)::float8 AS "endedAgoMs"
     FROM task_attempt WHERE id = $1::uuid`,
    [attemptId],
  );
  return row;
}

/** The chunks that hold lines `from` to `to`. */
export function chunksBetween(sql: Sql, attemptId: string, from: number, to: number): Promise<Chunk[]> {
  return sql.rows<Chunk>(
    `SELECT seq, first_line AS "firstLine", lines, size_bytes AS "sizeBytes" FROM task_log
     WHERE attempt_id = $1::uuid AND first_line + lines > $2::int AND first_line <= $3::int ORDER BY seq`,
    [attemptId, from, to],
  );
}

export async function lastLine(sql: Sql, attemptId: string): Promise<number> {
  const [row] = await sql.rows<{ last: number }>(
    `SELECT coalesce(max(first_line + lines - 1), 0)::int AS last FROM task_log WHERE attempt_id = $1::uuid`,
    [attemptId],
  );
  return row?.last ?? 0;
}
