-- AlterTable
ALTER TABLE "task_instance" ADD COLUMN     "avoid_worker_id" TEXT,
ADD COLUMN     "planned_retries" INTEGER NOT NULL DEFAULT 0;
