import type { Sql } from "@/lib/platform/db";
import type { RunSpec } from "@/lib/runs";

/** Queries for the pipelines whose schedule is due. */

export type DueDag = {
  dagId: string;
  cron: string;
  timeZone: string;
  start: Date;
  end: Date | null;
  catchup: boolean;
  /** The row as it was read, for the comparison before the write. */
  headVersionId: string;
  nextRunAt: Date | null;
  /** The end of the latest interval; the next one does not start earlier. */
  lastEnd: Date | null;
  room: number;
};

/** Where a page of due pipelines ended. */
export type DueCursor = { at: string; dagId: string };
type Placed = DueDag & { at: string };

/** Must match the condition of the index dag_due_idx. */
const SCHEDULED = `d.schedule_cron IS NOT NULL AND d.schedule_error IS NULL AND d.stale_at IS NULL AND NOT d.is_paused
  AND (d.schedule_end IS NULL OR d.next_interval_start IS NULL OR d.next_interval_start < d.schedule_end)`;
const PLACE = "coalesce(d.next_run_at, '-infinity')";

/**
 * Pipelines whose next run is due, or unknown after a save, the longest due first. Locks nothing; `holdUnchanged`
 * compares the rows later. A pipeline without room for a run is skipped and stays due.
 */
export async function dueDags(
  sql: Sql,
  now: Date,
  after: DueCursor | null,
  limit: number,
): Promise<{ dags: DueDag[]; last: DueCursor | null }> {
  const rows = await sql.rows<Placed>(
    `SELECT d.dag_id AS "dagId", d.schedule_cron AS cron, coalesce(d.schedule_time_zone, 'UTC') AS "timeZone",
       coalesce(d.schedule_start, d.created_at) AS start, d.schedule_end AS "end", d.catchup,
       d.head_version_id AS "headVersionId", d.next_run_at AS "nextRunAt",
       greatest(d.next_interval_start, d.last_interval_end) AS "lastEnd", ${PLACE}::text AS at,
       d.max_active_runs - active.runs AS room
     FROM dag d CROSS JOIN LATERAL (SELECT count(*)::int AS runs FROM dag_run r
       WHERE r.dag_id = d.dag_id AND r.backfill_id IS NULL AND r.state IN ('queued', 'running')
         AND r.run_after <= now()) active
     WHERE ${SCHEDULED} AND d.head_version_id IS NOT NULL AND ${PLACE} <= $1::timestamptz
       AND ($2::timestamptz IS NULL OR (${PLACE}, d.dag_id) > ($2::timestamptz, $3::text))
       AND (d.next_run_at IS NULL OR d.max_active_runs > active.runs)
     ORDER BY ${PLACE}, d.dag_id LIMIT $4::int`,
    [now.toISOString(), after?.at ?? null, after?.dagId ?? null, limit],
  );
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { dags: rows, last: last ? { at: last.at, dagId: last.dagId } : null };
}

export type HeldDag = { dagId: string; versionId: string; spec: RunSpec | null };

/**
 * Locks the pipelines that are unchanged since they were read: no other scheduler created the run, no version was
 * saved, no pause was set. Skips changed and locked rows. Reads a spec only where runs are created.
 */
export async function holdUnchanged(
  sql: Sql,
  seen: readonly Pick<DueDag, "dagId" | "headVersionId" | "nextRunAt" | "lastEnd">[],
  needSpec: ReadonlySet<string>,
): Promise<HeldDag[]> {
  return sql.rows<HeldDag>(
    `SELECT d.dag_id AS "dagId", v.id AS "versionId", CASE WHEN g."needSpec" THEN v.spec END AS spec
     FROM jsonb_to_recordset($1::jsonb) AS g("dagId" text, "headVersionId" text, "nextRunAt" timestamptz,
         "lastEnd" timestamptz, "needSpec" boolean)
       JOIN dag d ON d.dag_id = g."dagId" JOIN dag_version v ON v.id = d.head_version_id
     WHERE ${SCHEDULED} AND d.head_version_id = g."headVersionId" AND d.next_run_at IS NOT DISTINCT FROM g."nextRunAt"
       AND greatest(d.next_interval_start, d.last_interval_end) IS NOT DISTINCT FROM g."lastEnd"
     FOR NO KEY UPDATE OF d SKIP LOCKED`,
    [JSON.stringify(seen.map((dag) => ({ ...dag, needSpec: needSpec.has(dag.dagId) })))],
  );
}
