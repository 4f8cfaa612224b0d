-- AlterTable
ALTER TABLE "endpoint_state" ADD COLUMN "feature_fallback" JSONB,
ADD COLUMN "feature_service" TEXT;
