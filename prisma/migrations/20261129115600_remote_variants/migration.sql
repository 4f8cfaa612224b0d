-- AlterTable
ALTER TABLE "endpoint_variant" ADD COLUMN "remote_columns" TEXT[],
ADD COLUMN "remote_url" TEXT;
