-- Lists of runs over all pipelines: by the time of their first start, by state and pipeline with it, by logical date and by
-- who started them. The expressions are those of lib/runs/repository/run-where.ts.
CREATE INDEX "dag_run_began_idx" ON "dag_run" ((coalesce("first_started_at", "queued_at")) DESC, "id" DESC);
CREATE INDEX "dag_run_state_began_idx" ON "dag_run" ("state", (coalesce("first_started_at", "queued_at")) DESC, "id" DESC);
CREATE INDEX "dag_run_dag_began_idx" ON "dag_run" ("dag_id", (coalesce("first_started_at", "queued_at")) DESC, "id" DESC);
CREATE INDEX "dag_run_logical_idx" ON "dag_run" ((coalesce("logical_date", '-infinity'::timestamptz)) DESC, "id" DESC);
CREATE INDEX "dag_run_triggered_by_idx" ON "dag_run" ("triggered_by", "id" DESC) WHERE "triggered_by" IS NOT NULL;

-- Failed tasks over all runs. They are few, so the index is.
CREATE INDEX "task_instance_failed_idx" ON "task_instance" ("run_id") WHERE "state" = 'failed';
