-- CreateTable
CREATE TABLE "trusted_model" (
    "model_name" TEXT NOT NULL,
    "model_version" INTEGER NOT NULL,
    "storage_location" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "trusted_by" TEXT NOT NULL,
    "trusted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "trusted_model_pkey" PRIMARY KEY ("model_name","model_version")
);
