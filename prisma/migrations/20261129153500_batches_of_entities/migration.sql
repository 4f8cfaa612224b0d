-- AlterTable
ALTER TABLE "batch_prediction" ADD COLUMN     "feature_service" TEXT,
ADD COLUMN     "given" TEXT;
