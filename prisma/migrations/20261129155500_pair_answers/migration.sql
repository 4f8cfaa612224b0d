-- CreateTable
CREATE TABLE "endpoint_pair_answer" (
    "prediction_id" TEXT NOT NULL,
    "endpoint_id" BIGINT NOT NULL,
    "live_variant" INTEGER NOT NULL,
    "live_version" INTEGER NOT NULL,
    "shadow_variant" INTEGER NOT NULL,
    "shadow_version" INTEGER NOT NULL,
    "output" TEXT NOT NULL,
    "live" DOUBLE PRECISION[],
    "shadow" DOUBLE PRECISION[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "endpoint_pair_answer_pkey" PRIMARY KEY ("prediction_id")
);

-- CreateIndex
CREATE INDEX "endpoint_pair_answer_endpoint_id_live_version_shadow_version_idx" ON "endpoint_pair_answer"("endpoint_id", "live_version", "shadow_version", "prediction_id");

-- AddForeignKey
ALTER TABLE "endpoint_pair_answer" ADD CONSTRAINT "endpoint_pair_answer_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;
