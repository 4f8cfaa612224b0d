-- CreateIndex
CREATE INDEX "experiment_run_experiment_id_lifecycle_stage_idx" ON "experiment_run"("experiment_id", "lifecycle_stage");
