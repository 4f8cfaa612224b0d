-- AlterTable
ALTER TABLE "feature_entity" ADD COLUMN     "file_path" TEXT,
ADD COLUMN     "stale_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "feature_view" ADD COLUMN     "file_path" TEXT,
ADD COLUMN     "stale_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "feature_on_demand_view" ADD COLUMN     "file_path" TEXT,
ADD COLUMN     "stale_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "feature_service" ADD COLUMN     "file_path" TEXT,
ADD COLUMN     "stale_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "feature_source" ADD COLUMN     "file_path" TEXT,
ADD COLUMN     "stale_at" TIMESTAMPTZ(3);
