-- DropIndex
DROP INDEX "artifact_run_id_idx";

-- CreateIndex
CREATE INDEX "artifact_run_id_created_at_id_idx" ON "artifact"("run_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "artifact_dag_id_task_id_path_idx" ON "artifact"("dag_id", "task_id", "path");
