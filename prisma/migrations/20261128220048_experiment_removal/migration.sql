-- AlterTable
ALTER TABLE "experiment" ADD COLUMN     "removing_at" TIMESTAMPTZ(3);
