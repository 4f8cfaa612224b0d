-- AlterTable
ALTER TABLE "task_log" ADD COLUMN     "pack_byte" INTEGER,
ADD COLUMN     "pack_key" TEXT;
