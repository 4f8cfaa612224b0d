import type { Sql } from "@/lib/platform/db";

/** What one feature of the sample came to. `example` is the first entity whose values differ. */
export type AuditedFeature = {
  name: string;
  compared: number;
  mismatched: number;
  example: { entity: Record<string, string>; online: string; offline: string } | null;
};
export type AuditRow = {
  id: string;
  asOf: Date;
  entities: number;
  sampled: number;
  newer: number;
  features: AuditedFeature[];
  createdAt: Date;
};
export type LatestAudit = Pick<AuditRow, "features"> & { view: string };

const KEPT = 100;

/** Those beyond the newest of the view go. An audit that is done again takes the place of its first try. */
export async function insertAudit(
  sql: Sql,
  audit: Omit<AuditRow, "createdAt"> & { viewId: string },
): Promise<void> {
  await sql.rows(
    `INSERT INTO feature_audit (id, view_id, as_of, entities, sampled, newer, features)
     VALUES ($1, $2::bigint, $3, $4::bigint, $5, $6, $7::jsonb)
     ON CONFLICT (id) DO UPDATE SET as_of = excluded.as_of, entities = excluded.entities, sampled = excluded.sampled,
       newer = excluded.newer, features = excluded.features, created_at = now()`,
    [
      ...[audit.id, audit.viewId, audit.asOf, audit.entities, audit.sampled, audit.newer],
      JSON.stringify(audit.features),
    ],
  );
  await sql.rows(
    `DELETE FROM feature_audit WHERE id IN (
       SELECT id FROM feature_audit WHERE view_id = $1::bigint ORDER BY created_at DESC, id DESC OFFSET $2::int)`,
    [audit.viewId, KEPT],
  );
}

const COLUMNS = `a.id, a.as_of AS "asOf", a.entities::float8 AS entities, a.sampled, a.newer, a.features,
  a.created_at AS "createdAt"`;

/** The newest first. */
export const listAuditRows = (sql: Sql, viewId: string) =>
  sql.rows<AuditRow>(
    `SELECT ${COLUMNS} FROM feature_audit a WHERE a.view_id = $1::bigint ORDER BY a.created_at DESC, a.id DESC`,
    [viewId],
  );

/** The last one of each view. */
export const listLatestAudits = (sql: Sql) =>
  sql.rows<LatestAudit>(
    `SELECT DISTINCT ON (a.view_id) w.name AS view, a.features
       FROM feature_audit a JOIN feature_view w ON w.id = a.view_id ORDER BY a.view_id, a.created_at DESC, a.id DESC`,
  );

/** What was materialised of a view: from the first range to the end of the last. */
export type Materialized = { start: Date; end: Date };

export async function materializedRange(sql: Sql, viewId: string): Promise<Materialized | null> {
  const [row] = await sql.rows<{ start: Date | null; end: Date | null }>(
    `SELECT min(start_at) AS start, max(end_at) AS "end" FROM feature_materialization
      WHERE view_id = $1::bigint AND state = 'succeeded'`,
    [viewId],
  );
  return row?.start && row.end ? { start: row.start, end: row.end } : null;
}

/** Views with a data source that were materialised since an audit of them was last begun. */
export const viewsToAudit = (sql: Sql, kind: string) =>
  sql.rows<{ id: string; name: string }>(
    `SELECT w.id::text AS id, w.name FROM feature_view w
      WHERE w.source IS NOT NULL AND EXISTS (
        SELECT FROM feature_materialization m WHERE m.view_id = w.id AND m.state = 'succeeded' AND NOT EXISTS (
          SELECT FROM long_job j WHERE j.kind = $1 AND j.exclusive_key = $1 || ':' || w.id AND j.created_at >= m.ended_at))
        AND NOT EXISTS (SELECT FROM feature_audit a WHERE a.view_id = w.id AND a.created_at >= (
          SELECT max(m.ended_at) FROM feature_materialization m WHERE m.view_id = w.id AND m.state = 'succeeded'))
      ORDER BY w.name`,
    [kind],
  );
