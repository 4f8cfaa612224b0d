-- AlterTable
ALTER TABLE "dag_run" ADD COLUMN     "ended_by" TEXT;

-- AlterTable
ALTER TABLE "dag_run_past" ADD COLUMN     "ended_by" TEXT;
