-- AlterTable
ALTER TABLE "dag_run" ADD COLUMN     "first_started_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "task_attempt" ADD COLUMN     "clear_number" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "backfill" ADD COLUMN     "outcome" JSONB,
ALTER COLUMN "params" DROP NOT NULL,
ALTER COLUMN "params" DROP DEFAULT;

-- CreateTable
CREATE TABLE "dag_run_past" (
    "run_id" TEXT NOT NULL,
    "clear_number" INTEGER NOT NULL,
    "dag_version_id" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "backfill_id" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "dag_run_past_pkey" PRIMARY KEY ("run_id","clear_number")
);

-- CreateIndex
CREATE INDEX "dag_run_past_backfill_id_idx" ON "dag_run_past"("backfill_id");

-- CreateIndex
CREATE INDEX "dag_run_past_dag_version_id_idx" ON "dag_run_past"("dag_version_id");

-- AddForeignKey
ALTER TABLE "dag_run_past" ADD CONSTRAINT "dag_run_past_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "dag_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dag_run_past" ADD CONSTRAINT "dag_run_past_dag_version_id_fkey" FOREIGN KEY ("dag_version_id") REFERENCES "dag_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dag_run_past" ADD CONSTRAINT "dag_run_past_backfill_id_fkey" FOREIGN KEY ("backfill_id") REFERENCES "backfill"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Of runs that were run again before, the first start is not known any more: the present one is the best there is.
UPDATE "dag_run" SET "first_started_at" = "started_at";

-- Attempts that are there belong to what their run is now.
UPDATE "task_attempt" a SET "clear_number" = r."clear_number" FROM "dag_run" r
WHERE r."id" = a."run_id" AND r."clear_number" > 0;
