-- AlterTable
ALTER TABLE "worker" ADD COLUMN     "isolation" TEXT,
ADD COLUMN     "isolation_gaps" TEXT[] DEFAULT ARRAY[]::TEXT[];
