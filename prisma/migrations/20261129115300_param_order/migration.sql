-- AlterTable
ALTER TABLE "dag_version" ADD COLUMN     "param_order" TEXT[] DEFAULT ARRAY[]::TEXT[];
