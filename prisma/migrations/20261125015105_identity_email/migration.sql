-- AlterTable
ALTER TABLE "user_identity" ADD COLUMN     "email" TEXT;
