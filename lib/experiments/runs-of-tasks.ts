import { poolSql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { findRunsOfTasks } from "./repository/runs-of-tasks";
import { OfPipelineRun } from "./task-runs-schema";

/** None for a run of a pipeline that is not there: its runs outlive it. */
export const listRunsOfTasks = read("experiments:read", OfPipelineRun, async (ctx, { run_id }) => {
  const rows = await findRunsOfTasks(poolSql(ctx.db.pool), run_id);
  return {
    data: rows.map((row) => ({
      run_id: row.runId,
      experiment_id: row.experimentId,
      experiment_name: row.experimentName,
      name: row.name,
      status: row.status,
      attempt_id: row.attemptId,
      held_by_attempt_id: row.heldByAttemptId,
    })),
  };
});
