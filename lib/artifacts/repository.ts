import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";

export type ArtifactRow = {
  id: string;
  runId: string;
  dagId: string;
  taskId: string;
  attemptId: string;
  path: string;
  key: string;
  contentType: string;
  sizeBytes: number;
  sha256: string;
  createdAt: Date;
};
type Stored = Omit<ArtifactRow, "createdAt">;
type Filter = {
  dag_id?: string | undefined;
  task_id?: string | undefined;
  path?: string | undefined;
  type?: string | undefined;
};

const COLUMNS = `id, run_id AS "runId", dag_id AS "dagId", task_id AS "taskId", attempt_id::text AS "attemptId", path, key,
  content_type AS "contentType", size_bytes::float8 AS "sizeBytes", sha256, created_at AS "createdAt"`;

/** Locks a running attempt, so that it cannot end before the commit. Returns false when it does not run any more. */
export async function holdRunningAttempt(sql: Sql, attemptId: string): Promise<boolean> {
  const rows = await sql.rows(
    `SELECT a.id FROM task_attempt a JOIN task_instance t ON t.id = a.task_instance_id
     WHERE a.id = $1::uuid AND a.state = 'running' AND t.current_attempt_id = a.id FOR NO KEY UPDATE OF a`,
    [attemptId],
  );
  return rows.length === 1;
}

export async function findByPath(sql: Sql, attemptId: string, path: string): Promise<ArtifactRow | null> {
  const [row] = await sql.rows<ArtifactRow>(
    `SELECT ${COLUMNS} FROM artifact WHERE attempt_id = $1::uuid AND path = $2`,
    [attemptId, path],
  );
  return row ?? null;
}

/** Storing a path again keeps its id. */
export async function upsertArtifact(sql: Sql, artifact: Stored): Promise<ArtifactRow> {
  const [row] = await sql.rows<ArtifactRow>(
    `WITH stored AS (
     INSERT INTO artifact (id, run_id, dag_id, task_id, attempt_id, path, key, content_type, size_bytes, sha256, created_at)
     VALUES ($1, $2, $3, $4, $5::uuid, $6, $7, $8, $9::bigint, $10, now())
     ON CONFLICT (attempt_id, path) DO UPDATE SET key = excluded.key, content_type = excluded.content_type,
       size_bytes = excluded.size_bytes, sha256 = excluded.sha256, created_at = now()
     RETURNING *
     ), told AS (
       ${recording("artifact", { id: "id", dag: "dag_id", run: "run_id", task: "task_id", attempt: "attempt_id" }, "stored")}
     )
     SELECT ${COLUMNS} FROM stored`,
    [
      artifact.id,
      artifact.runId,
      artifact.dagId,
      artifact.taskId,
      artifact.attemptId,
      artifact.path,
      artifact.key,
      artifact.contentType,
      artifact.sizeBytes,
      artifact.sha256,
    ],
  );
  if (!row) throw new Error("An upsert answered no row");
  return row;
}

export async function findArtifact(sql: Sql, id: string): Promise<ArtifactRow | null> {
  const [row] = await sql.rows<ArtifactRow>(`SELECT ${COLUMNS} FROM artifact WHERE id = $1`, [id]);
  return row ?? null;
}

export async function runExists(sql: Sql, runId: string): Promise<boolean> {
  return (await sql.rows("SELECT 1 FROM dag_run WHERE id = $1", [runId])).length > 0;
}

/** By task and path. Without `everyAttempt` only those of each task instance's current attempt. */
export function runArtifactRows(
  sql: Sql,
  runId: string,
  options: { everyAttempt: boolean; after: readonly (string | null)[] | null; limit: number },
): Promise<ArtifactRow[]> {
  const [taskId = null, path = null, id = null] = options.after ?? [];
  return sql.rows<ArtifactRow>(
    `SELECT ${COLUMNS} FROM artifact
     WHERE run_id = $1
       AND ($2::boolean OR attempt_id IN (SELECT current_attempt_id FROM task_instance WHERE run_id = $1))
       AND ($3::text IS NULL OR (task_id, path, id) > ($3, $4, $5))
     ORDER BY task_id, path, id LIMIT $6::int`,
    [runId, options.everyAttempt, taskId, path, id, options.limit],
  );
}

/**
 * Those of the newest run first, together; of one run the newest first. The filter text is matched literally, without the
 * wildcards of LIKE.
 */
export function artifactRows(
  sql: Sql,
  filter: Filter,
  options: { after: { runId: string; createdAt: string; id: string } | null; limit: number },
): Promise<ArtifactRow[]> {
  return sql.rows<ArtifactRow>(
    `SELECT ${COLUMNS} FROM artifact
     WHERE ($1::text IS NULL OR dag_id = $1) AND ($2::text IS NULL OR task_id = $2)
       AND ($3::text IS NULL OR strpos(lower(path), lower($3)) > 0)
       AND ($4::text IS NULL OR starts_with(content_type, $4))
       AND ($5::timestamptz IS NULL OR run_id <= $8 AND (run_id, created_at, id) < ($8, $5::timestamptz, $6))
     ORDER BY run_id DESC, created_at DESC, id DESC LIMIT $7::int`,
    [
      filter.dag_id ?? null,
      filter.task_id ?? null,
      filter.path ?? null,
      filter.type ?? null,
      options.after?.createdAt ?? null,
      options.after?.id ?? null,
      options.limit,
      options.after?.runId ?? null,
    ],
  );
}

export type RunNameRow = {
  runId: string;
  runKey: string;
  runType: string;
  logicalDate: Date | null;
  intervalStart: Date | null;
  intervalEnd: Date | null;
  timeZone: string | null;
};

export function findRunNames(sql: Sql, runIds: readonly string[]): Promise<RunNameRow[]> {
  return sql.rows<RunNameRow>(
    `SELECT r.id AS "runId", r.run_key AS "runKey", r.run_type AS "runType", r.logical_date AS "logicalDate",
       r.data_interval_start AS "intervalStart", r.data_interval_end AS "intervalEnd",
       d.schedule_time_zone AS "timeZone"
     FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id WHERE r.id = ANY($1::text[])`,
    [runIds],
  );
}

/**
 * The same path of the same task in another run, of the attempt that its task stands on: the nearest before or after the
 * artifact's run, by logical date, which is the time of its trigger for runs without one.
 */
export async function findNeighbour(
  sql: Sql,
  { runId, dagId, taskId, path }: ArtifactRow,
  side: "previous" | "next",
): Promise<ArtifactRow | null> {
  const [sign, order] = side === "previous" ? ["<", "DESC"] : [">", "ASC"];
  const date = "coalesce(r.logical_date, r.run_after)";
  const [row] = await sql.rows<ArtifactRow>(
    `SELECT ${COLUMNS} FROM artifact WHERE id = (
       SELECT a.id FROM artifact a JOIN dag_run r ON r.id = a.run_id
         JOIN task_instance t ON t.run_id = a.run_id AND t.current_attempt_id = a.attempt_id
       WHERE a.dag_id = $1 AND a.task_id = $2 AND a.path = $3
         AND (${date}, r.id) ${sign} (SELECT ${date}, r.id FROM dag_run r WHERE r.id = $4)
       ORDER BY ${date} ${order}, r.id ${order} LIMIT 1)`,
    [dagId, taskId, path, runId],
  );
  return row ?? null;
}

export async function deleteArtifactRow(sql: Sql, id: string): Promise<ArtifactRow | null> {
  const [row] = await sql.rows<ArtifactRow>(`DELETE FROM artifact WHERE id = $1 RETURNING ${COLUMNS}`, [id]);
  return row ?? null;
}

/** The rows only: the caller notes the objects for removal. */
export async function deleteArtifactsOf(sql: Sql, runIds: readonly string[]): Promise<void> {
  await sql.rows("DELETE FROM artifact WHERE run_id = ANY($1::text[])", [runIds]);
}
