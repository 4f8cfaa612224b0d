-- CreateIndex
CREATE INDEX "dag_run_dag_version_id_id_idx" ON "dag_run"("dag_version_id", "id" DESC);
