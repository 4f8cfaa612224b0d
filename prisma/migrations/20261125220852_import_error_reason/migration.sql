-- AlterTable
ALTER TABLE "import_error" ADD COLUMN     "more" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "reason" JSONB;
