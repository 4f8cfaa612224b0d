-- Most runs are of no backfill. With them in the index, a count of a pipeline's own runs was taken from all of them.
DROP INDEX "dag_run_backfill_id_idx";
CREATE INDEX "dag_run_of_backfill_idx" ON "dag_run" ("backfill_id") WHERE "backfill_id" IS NOT NULL;
