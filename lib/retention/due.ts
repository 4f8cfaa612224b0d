import { UNUSED_VERSION } from "@/lib/pipelines";
import type { Sql } from "@/lib/platform/db";
import type { DueRuns, PolicyInput } from "./schema";

type Row = Omit<DueRuns, "next_at"> & { next_at: Date | null };

/**
 * Pipelines with runs that a policy deletes within 30 days, those with the most first. Reads every ended run once (a
 * million in one to two seconds), so it is for the page of the policy only.
 */
export async function dueRuns(
  sql: Sql,
  policy: Pick<PolicyInput, "run_days" | "runs_per_pipeline">,
): Promise<DueRuns[]> {
  const rows = await sql.rows<Row>(
    `WITH ended AS (
       SELECT r.dag_id, r.pinned_at IS NOT NULL AS pinned, r.finished_at + $1::int * interval '1 day' AS due_at,
         row_number() OVER (PARTITION BY r.dag_id, r.pinned_at IS NULL ORDER BY r.id DESC) AS place,
         r.pinned_at IS NULL AND r.id <> max(r.id) OVER (PARTITION BY r.dag_id)
           AND coalesce(b.state NOT IN ('running', 'paused'), true) AS may_go
       FROM dag_run r LEFT JOIN backfill b ON b.id = r.backfill_id WHERE r.finished_at IS NOT NULL
     ), judged AS (
       SELECT *, may_go AND coalesce(place > $2::int, false) AS surplus FROM ended
     )
     SELECT dag_id, count(*)::int AS ended_runs, count(*) FILTER (WHERE pinned)::int AS pinned_runs,
       count(*) FILTER (WHERE surplus OR (may_go AND due_at < now()))::int AS now,
       count(*) FILTER (WHERE surplus OR (may_go AND due_at < now() + interval '7 days'))::int AS in_7_days,
       count(*) FILTER (WHERE surplus OR (may_go AND due_at < now() + interval '30 days'))::int AS in_30_days,
       min(due_at) FILTER (WHERE may_go AND NOT surplus AND due_at >= now()) AS next_at
     FROM judged GROUP BY dag_id
     HAVING bool_or(surplus OR (may_go AND due_at < now() + interval '30 days'))
     ORDER BY 4 DESC, 6 DESC, dag_id`,
    [policy.run_days, policy.runs_per_pipeline],
  );
  return rows.map((row) => ({ ...row, next_at: row.next_at?.toISOString() ?? null }));
}

/** Counts of unused rows that the next round deletes. */
export async function dueRest(
  sql: Sql,
  policy: Pick<PolicyInput, "version_days" | "worker_days">,
): Promise<{ versions: number; bundles: number; workers: number }> {
  const [row] = await sql.rows<{ versions: number; bundles: number; workers: number }>(
    `SELECT (SELECT count(*) FROM dag_version v WHERE ${UNUSED_VERSION})::int AS versions,
       (SELECT count(*) FROM code_bundle c WHERE c.created_at < now() - $1::int * interval '1 day'
         AND NOT EXISTS (SELECT 1 FROM dag_version v WHERE v.code_sha256 = c.sha256))::int AS bundles,
       (SELECT count(*) FROM worker w WHERE w.stopped_at < now() - $2::int * interval '1 day')::int AS workers`,
    [policy.version_days, policy.worker_days],
  );
  return row ?? { versions: 0, bundles: 0, workers: 0 };
}
