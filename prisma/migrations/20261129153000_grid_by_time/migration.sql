-- The grid of a pipeline by its time axis: logical dates, and for other runs when they were asked for. The expression is
-- that of lib/runs/repository/run-where.ts.
CREATE INDEX "dag_run_dag_place_idx" ON "dag_run" ("dag_id", (coalesce("logical_date", "queued_at")) DESC, "id" DESC);
