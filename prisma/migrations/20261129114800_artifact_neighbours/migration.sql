-- CreateIndex
CREATE INDEX "artifact_dag_id_task_id_path_idx" ON "artifact"("dag_id", "task_id", "path");
