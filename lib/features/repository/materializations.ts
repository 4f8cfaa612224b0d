import type { Sql } from "@/lib/platform/db";

export type MaterializationRow = {
  id: string;
  startAt: Date;
  endAt: Date;
  state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
  rows: number | null;
  error: string | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
};

/** What the long job knows counts until it has ended. It is gone after a month, a cancelled one without a word here. */
export const STATE = `CASE WHEN j.state IN ('queued', 'running') THEN j.state ELSE coalesce(m.state, j.state, 'cancelled') END`;

type New = { id: string; viewId: string; start: Date; end: Date };

/** Those beyond the newest `kept` of the view go. */
export async function insertMaterialization(sql: Sql, made: New, kept: number): Promise<void> {
  await sql.rows(
    `DELETE FROM feature_materialization WHERE id IN (
       SELECT id FROM feature_materialization WHERE view_id = $1::bigint ORDER BY created_at DESC, id DESC OFFSET $2::int)`,
    [made.viewId, kept - 1],
  );
  await sql.rows(
    "INSERT INTO feature_materialization (id, view_id, start_at, end_at) VALUES ($1, $2::bigint, $3, $4)",
    [made.id, made.viewId, made.start, made.end],
  );
}

/** The newest first. */
export function listMaterializationRows(sql: Sql, viewId: string): Promise<MaterializationRow[]> {
  return sql.rows<MaterializationRow>(
    `SELECT m.id, m.start_at AS "startAt", m.end_at AS "endAt", ${STATE} AS state,
            m.rows::float8 AS rows, coalesce(m.error, j.error) AS error, m.created_at AS "createdAt",
            m.started_at AS "startedAt", coalesce(m.ended_at, j.ended_at) AS "endedAt"
       FROM feature_materialization m LEFT JOIN long_job j ON j.id = m.id
      WHERE m.view_id = $1::bigint ORDER BY m.created_at DESC, m.id DESC`,
    [viewId],
  );
}

/** Where the next one goes on. */
export async function lastEnd(sql: Sql, viewId: string): Promise<Date | null> {
  const [row] = await sql.rows<{ endAt: Date | null }>(
    `SELECT max(end_at) AS "endAt" FROM feature_materialization WHERE view_id = $1::bigint AND state = 'succeeded'`,
    [viewId],
  );
  return row?.endAt ?? null;
}

export async function beginMaterialization(sql: Sql, id: string): Promise<void> {
  await sql.rows(
    `UPDATE feature_materialization SET started_at = coalesce(started_at, now()), state = NULL, error = NULL, ended_at = NULL
      WHERE id = $1`,
    [id],
  );
}

export async function endMaterialization(
  sql: Sql,
  id: string,
  ended: { state: "succeeded"; rows: number } | { state: "failed"; error: string },
): Promise<void> {
  await sql.rows(
    "UPDATE feature_materialization SET state = $2, rows = $3::bigint, error = $4, ended_at = now() WHERE id = $1",
    ended.state === "succeeded" ? [id, "succeeded", ended.rows, null] : [id, "failed", null, ended.error],
  );
}

/** Those of the views that have one queued or running. */
export async function busyViews(sql: Sql, names: readonly string[]): Promise<string[]> {
  const rows = await sql.rows<{ name: string }>(
    `SELECT DISTINCT w.name FROM feature_view w JOIN feature_materialization m ON m.view_id = w.id
       JOIN long_job j ON j.id = m.id AND j.state IN ('queued', 'running')
      WHERE w.name = ANY($1::text[]) ORDER BY w.name`,
    [names],
  );
  return rows.map((row) => row.name);
}

export function materializationStates(
  sql: Sql,
  ids: readonly string[],
): Promise<{ state: MaterializationRow["state"]; error: string | null }[]> {
  return sql.rows(
    `SELECT ${STATE} AS state, coalesce(m.error, j.error) AS error
       FROM feature_materialization m LEFT JOIN long_job j ON j.id = m.id WHERE m.id = ANY($1::text[])`,
    [ids],
  );
}
