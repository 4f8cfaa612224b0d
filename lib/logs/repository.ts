import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";

export type Chunk = { seq: number; firstLine: number; lines: number; sizeBytes: number };
/** `packKey`: a shared object that holds the chunk from `packByte` on; null for an object of its own. */
export type StoredChunk = Chunk & { packKey: string | null; packByte: number | null };

export async function insertChunks(
  sql: Sql,
  runId: string,
  chunks: readonly (StoredChunk & { attemptId: string })[],
): Promise<void> {
  await sql.hot(
    `WITH stored AS (
     INSERT INTO task_log (attempt_id, seq, first_line, lines, size_bytes, pack_key, pack_byte, created_at, to_index)
     SELECT "attemptId", seq, "firstLine", lines, "sizeBytes", "packKey", "packByte", now(), 1
     FROM jsonb_to_recordset($1::jsonb) AS given("attemptId" uuid, seq int, "firstLine" int, lines int,
       "sizeBytes" int, "packKey" text, "packByte" int)
     ON CONFLICT DO NOTHING RETURNING attempt_id
     )
     ${recording("log", { id: "attempt_id", run: "$2", attempt: "attempt_id" }, "stored GROUP BY attempt_id")}`,
    [JSON.stringify(chunks), runId],
  );
}

/** `logLines`: the worker's count, 0 until the attempt has ended. */
export type LoggedAttempt = {
  runId: string;
  taskId: string;
  number: number;
  state: string;
  logLines: number;
  logBytes: number;
  endedAgoMs: number;
};

export async function loggedAttempt(sql: Sql, attemptId: string): Promise<LoggedAttempt | undefined> {
  const [row] = await sql.rows<LoggedAttempt>(
    `SELECT run_id AS "runId", task_id AS "taskId", number, state, log_lines AS "logLines", log_bytes::float8 AS "logBytes",
       coalesce(extract(epoch FROM now() - finished_at) * 1000, 0)::float8 AS "endedAgoMs"
     FROM task_attempt WHERE id = $1::uuid`,
    [attemptId],
  );
  return row;
}

/** The chunks with lines `from` to `to`. */
export function chunksBetween(sql: Sql, attemptId: string, from: number, to: number): Promise<StoredChunk[]> {
  return sql.rows<StoredChunk>(
    `SELECT seq, first_line AS "firstLine", lines, size_bytes AS "sizeBytes", pack_key AS "packKey",
       pack_byte AS "packByte" FROM task_log
     WHERE attempt_id = $1::uuid AND first_line + lines > $2::int AND first_line <= $3::int ORDER BY seq`,
    [attemptId, from, to],
  );
}

/** The last stored line and the bytes of a log. */
export async function storedLength(
  sql: Sql,
  attemptId: string,
): Promise<{ lastLine: number; bytes: number }> {
  const [row] = await sql.rows<{ lastLine: number; bytes: number }>(
    `SELECT coalesce(max(first_line + lines - 1), 0)::int AS "lastLine",
       coalesce(sum(size_bytes), 0)::float8 AS bytes FROM task_log WHERE attempt_id = $1::uuid`,
    [attemptId],
  );
  return row ?? { lastLine: 0, bytes: 0 };
}

/** The rows only: the caller notes the objects for removal. */
export async function deleteLogsOf(sql: Sql, runIds: readonly string[]): Promise<void> {
  await sql.rows(
    "DELETE FROM task_log WHERE attempt_id IN (SELECT id FROM task_attempt WHERE run_id = ANY($1::text[]))",
    [runIds],
  );
}
