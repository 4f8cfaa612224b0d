-- What tasks print is taken into the log search, from now on; what was stored before is not.
ALTER TABLE "task_log" ADD COLUMN     "to_index" SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX "task_log_to_index" ON "task_log"("created_at") WHERE to_index > 0;

ALTER TABLE "dag_version" ADD COLUMN     "log_search" BOOLEAN NOT NULL DEFAULT true;
