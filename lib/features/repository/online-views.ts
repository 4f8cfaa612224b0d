import type { Sql } from "@/lib/platform/db";
import { type MaterializationRow, STATE } from "./materializations";

/** A view as the online store has it. */
export type OnlineViewRow = {
  id: string;
  name: string;
  source: string | null;
  pushSource: string | null;
  ttlSeconds: number;
  /** Entities that had a row when they were last counted. */
  rows: number | null;
  countedAt: Date | null;
  materializedUntil: Date | null;
  lostAt: Date | null;
  lostRows: number | null;
  /** It is to be materialised again, and its job is not queued yet. */
  isWanted: boolean;
  /** The materialisation that restores it, or did. */
  repairId: string | null;
  repairState: MaterializationRow["state"] | null;
  repairRows: number | null;
  repairError: string | null;
};

const SELECT = `SELECT w.id::text AS id, w.name, w.source, w.push_source AS "pushSource", w.ttl_seconds AS "ttlSeconds",
    o.rows::float8 AS rows, o.counted_at AS "countedAt",
    (SELECT max(d.end_at) FROM feature_materialization d WHERE d.view_id = w.id AND d.state = 'succeeded') AS "materializedUntil",
    o.lost_at AS "lostAt", o.lost_rows::float8 AS "lostRows", coalesce(o.is_wanted, false) AS "isWanted",
    m.id AS "repairId", CASE WHEN m.id IS NOT NULL THEN ${STATE} END AS "repairState", m.rows::float8 AS "repairRows",
    coalesce(m.error, j.error) AS "repairError"
  FROM feature_view w LEFT JOIN feature_online_view o ON o.view_id = w.id
    LEFT JOIN feature_materialization m ON m.id = o.repair_id LEFT JOIN long_job j ON j.id = m.id`;

export const listOnlineViews = (sql: Sql) => sql.rows<OnlineViewRow>(`${SELECT} ORDER BY w.name`);

export const listWantedViews = (sql: Sql) =>
  sql.rows<OnlineViewRow>(`${SELECT} WHERE o.is_wanted AND w.source IS NOT NULL ORDER BY w.name`);

/** Notes that all views have lost their rows, with how many they had when they were last counted. */
export async function markLost(sql: Sql): Promise<void> {
  await sql.rows(
    `INSERT INTO feature_online_view (view_id, lost_at) SELECT id, now() FROM feature_view
     ON CONFLICT (view_id) DO UPDATE SET lost_at = now(), lost_rows = coalesce(feature_online_view.rows, feature_online_view.lost_rows),
       rows = NULL, counted_at = NULL`,
  );
}

export async function wantViews(sql: Sql, viewIds: readonly string[]): Promise<void> {
  await sql.rows(
    `INSERT INTO feature_online_view (view_id, is_wanted) SELECT unnest($1::bigint[]), true
     ON CONFLICT (view_id) DO UPDATE SET is_wanted = true`,
    [viewIds],
  );
}

export async function noteRepair(sql: Sql, viewId: string, repairId: string): Promise<void> {
  await sql.rows(
    "UPDATE feature_online_view SET is_wanted = false, repair_id = $2 WHERE view_id = $1::bigint",
    [viewId, repairId],
  );
}

export async function noteCounts(
  sql: Sql,
  counts: readonly { viewId: string; rows: number }[],
): Promise<void> {
  await sql.rows(
    `INSERT INTO feature_online_view (view_id, rows, counted_at)
       SELECT v.id, c.rows, now() FROM unnest($1::bigint[], $2::bigint[]) AS c(id, rows) JOIN feature_view v ON v.id = c.id
     ON CONFLICT (view_id) DO UPDATE SET rows = excluded.rows, counted_at = excluded.counted_at`,
    [counts.map(({ viewId }) => viewId), counts.map(({ rows }) => rows)],
  );
}
