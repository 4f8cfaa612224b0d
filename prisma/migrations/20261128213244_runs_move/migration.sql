-- DropForeignKey
ALTER TABLE "run_metric" DROP CONSTRAINT "run_metric_run_id_fkey";

-- DropForeignKey
ALTER TABLE "run_param" DROP CONSTRAINT "run_param_run_id_fkey";

-- DropForeignKey
ALTER TABLE "run_tag" DROP CONSTRAINT "run_tag_run_id_fkey";

-- CreateIndex
CREATE UNIQUE INDEX "experiment_run_run_id_experiment_id_key" ON "experiment_run"("run_id", "experiment_id");

-- AddForeignKey
ALTER TABLE "run_param" ADD CONSTRAINT "run_param_run_id_experiment_id_fkey" FOREIGN KEY ("run_id", "experiment_id") REFERENCES "experiment_run"("run_id", "experiment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_tag" ADD CONSTRAINT "run_tag_run_id_experiment_id_fkey" FOREIGN KEY ("run_id", "experiment_id") REFERENCES "experiment_run"("run_id", "experiment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_metric" ADD CONSTRAINT "run_metric_run_id_experiment_id_fkey" FOREIGN KEY ("run_id", "experiment_id") REFERENCES "experiment_run"("run_id", "experiment_id") ON DELETE CASCADE ON UPDATE CASCADE;
