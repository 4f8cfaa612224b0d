import type { Sql } from "@/lib/platform/db";
import type { StoredChunk } from "./repository";

/** A chunk that the log search does not have yet, and what its attempt is of. */
export type TaskChunk = StoredChunk & {
  attemptId: string;
  runId: string;
  dagId: string;
  taskId: string;
  number: number;
  mapIndex: number;
  /** The number of the version that the attempt runs on, and whether its pipeline wants to be found. */
  version: number;
  isWanted: boolean;
  workerId: string | null;
  host: string | null;
  /** "end": all but its last line, which had no end yet. */
  left: "all" | "end";
  /** The number of the last line of the chunk before it; null for the first one. */
  lastBefore: number | null;
  hasNext: boolean;
};

/** Longer than the last chunk takes to follow the end of its attempt. */
const SETTLED = "interval '5 seconds'";

const SELECT = `SELECT l.attempt_id::text AS "attemptId", l.seq, l.first_line AS "firstLine", l.lines,
    l.size_bytes AS "sizeBytes", l.pack_key AS "packKey", l.pack_byte AS "packByte",
    CASE l.to_index WHEN 2 THEN 'end' ELSE 'all' END AS left,
    a.run_id AS "runId", a.dag_id AS "dagId", a.task_id AS "taskId", a.number, t.map_index AS "mapIndex",
    v.number AS version, v.log_search AS "isWanted", w.id AS "workerId", w.host,
    (SELECT b.first_line + b.lines - 1 FROM task_log b WHERE b.attempt_id = l.attempt_id AND b.seq = l.seq - 1)
      AS "lastBefore",
    EXISTS (SELECT FROM task_log n WHERE n.attempt_id = l.attempt_id AND n.seq = l.seq + 1) AS "hasNext"
  FROM task_log l
  JOIN task_attempt a ON a.id = l.attempt_id
  JOIN task_instance t ON t.id = a.task_instance_id
  JOIN dag_run r ON r.id = a.run_id
  JOIN dag_version v ON v.id = coalesce(
    (SELECT p.dag_version_id FROM dag_run_past p WHERE p.run_id = a.run_id AND p.clear_number >= a.clear_number
     ORDER BY p.clear_number LIMIT 1), r.dag_version_id)
  LEFT JOIN worker w ON w.id = a.worker_id`;

/** Those of the given chunks that wait as a whole. */
export function givenToIndex(
  sql: Sql,
  chunks: readonly { attemptId: string; seq: number }[],
): Promise<TaskChunk[]> {
  return sql.hot<TaskChunk>(
    `${SELECT} JOIN unnest($1::uuid[], $2::int[]) AS given(id, seq) ON given.id = l.attempt_id AND given.seq = l.seq
     WHERE l.to_index = 1 ORDER BY l.attempt_id, l.seq`,
    [chunks.map(({ attemptId }) => attemptId), chunks.map(({ seq }) => seq)],
  );
}

/** Chunks stored so long ago that nobody else is about to index them, and open ends that nothing will follow, or something has. */
export function leftToIndex(sql: Sql, olderThanMs: number, limit: number): Promise<TaskChunk[]> {
  return sql.rows<TaskChunk>(
    `${SELECT}
     WHERE l.to_index > 0 AND l.created_at <= now() - $1::int * interval '1 millisecond'
       AND (l.to_index = 1 OR a.finished_at < now() - ${SETTLED}
         OR EXISTS (SELECT FROM task_log n WHERE n.attempt_id = l.attempt_id AND n.seq = l.seq + 1))
     ORDER BY l.created_at, l.attempt_id, l.seq LIMIT $2::int`,
    [olderThanMs, limit],
  );
}

export type Indexed = Pick<TaskChunk, "attemptId" | "seq" | "left"> & {
  /** Its last line is open, and indexed when it has its end. */
  isOpen: boolean;
};

/** What two processes say of one chunk is said once. */
export async function markIndexed(sql: Sql, chunks: readonly Indexed[]): Promise<void> {
  await sql.hot(
    `UPDATE task_log l SET to_index = given.after
     FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[]) AS given(id, seq, before, after)
     WHERE l.attempt_id = given.id AND l.seq = given.seq AND l.to_index = given.before`,
    [
      chunks.map(({ attemptId }) => attemptId),
      chunks.map(({ seq }) => seq),
      chunks.map(({ left }) => (left === "all" ? 1 : 2)),
      chunks.map(({ isOpen }) => (isOpen ? 2 : 0)),
    ],
  );
}

export async function isAnythingToIndex(sql: Sql): Promise<boolean> {
  const rows = await sql.rows("SELECT 1 FROM task_log WHERE to_index > 0 LIMIT 1");
  return rows.length > 0;
}
