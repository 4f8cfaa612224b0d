-- CreateTable
CREATE TABLE "run_rerun" (
    "id" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "other_run_id" UUID,
    "change" JSONB NOT NULL,
    "dag_id" TEXT NOT NULL,
    "dag_run_id" TEXT NOT NULL,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_rerun_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "run_rerun_run_id_idx" ON "run_rerun"("run_id");

-- CreateIndex
CREATE INDEX "run_rerun_other_run_id_idx" ON "run_rerun"("other_run_id");

-- AddForeignKey
ALTER TABLE "run_rerun" ADD CONSTRAINT "run_rerun_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "experiment_run"("run_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_rerun" ADD CONSTRAINT "run_rerun_other_run_id_fkey" FOREIGN KEY ("other_run_id") REFERENCES "experiment_run"("run_id") ON DELETE CASCADE ON UPDATE CASCADE;
