import { recording } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";

export type NextRun = {
  dagId: string;
  /** The end of the latest interval with a run; null when none was created. */
  lastEnd: Date | null;
  /** Null when the schedule is over. */
  next: { start: Date; end: Date } | null;
};

export async function writeNextRuns(sql: Sql, runs: readonly NextRun[]): Promise<void> {
  await sql.rows(
    `UPDATE dag d SET next_interval_start = coalesce(g.start, d.schedule_end), next_interval_end = g."end",
       next_run_at = g."end", last_interval_end = greatest(d.last_interval_end, g."lastEnd")
     FROM jsonb_to_recordset($1::jsonb) AS g("dagId" text, "lastEnd" timestamptz, start timestamptz, "end" timestamptz)
     WHERE d.dag_id = g."dagId"`,
    [JSON.stringify(runs.map(({ next, ...run }) => ({ ...run, start: next?.start, end: next?.end })))],
  );
}

/** The scheduler skips this version of the pipeline from now on; its page shows the reason. */
export async function writeScheduleError(
  sql: Sql,
  { dagId, headVersionId }: { dagId: string; headVersionId: string },
  reason: string,
): Promise<void> {
  await sql.rows(
    `WITH failed AS (
       UPDATE dag SET schedule_error = $3, next_run_at = NULL WHERE dag_id = $1 AND head_version_id = $2 RETURNING dag_id
     )
     ${recording("pipeline", { id: "dag_id", dag: "dag_id" }, "failed")}`,
    [dagId, headVersionId, reason],
  );
}
