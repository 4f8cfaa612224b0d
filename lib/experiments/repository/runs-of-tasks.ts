import type { Sql } from "@/lib/platform/db";
import type { RunStatus } from "../values";

export type RunOfTask = {
  runId: string;
  experimentId: string;
  experimentName: string;
  name: string;
  status: RunStatus;
  attemptId: string | null;
  heldByAttemptId: string | null;
};

/** A search of hyperparameters may begin thousands; the experiment has them all. */
const MOST = 500;

export function findRunsOfTasks(sql: Sql, dagRunId: string): Promise<RunOfTask[]> {
  return sql.rows<RunOfTask>(
    `SELECT replace(r.run_id::text, '-', '') AS "runId", r.experiment_id::text AS "experimentId",
       e.name AS "experimentName", r.name, r.status, r.attempt_id::text AS "attemptId",
       r.held_by_attempt_id::text AS "heldByAttemptId"
     FROM experiment_run r JOIN experiment e USING (experiment_id)
     WHERE r.dag_run_id = $1 AND r.lifecycle_stage = 'active' ORDER BY r.run_id LIMIT $2::int`,
    [dagRunId, MOST],
  );
}
