-- AlterTable
ALTER TABLE "feature_source" ADD COLUMN     "connection" TEXT,
ADD COLUMN     "query" TEXT,
ALTER COLUMN "path" DROP NOT NULL;
