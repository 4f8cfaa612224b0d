-- AlterTable
ALTER TABLE "feature_revision" ADD COLUMN     "published" BIGINT NOT NULL DEFAULT 0;
