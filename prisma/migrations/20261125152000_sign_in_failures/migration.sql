-- AlterTable
ALTER TABLE "user_account" ADD COLUMN     "many_failures_at" TIMESTAMPTZ(3);
