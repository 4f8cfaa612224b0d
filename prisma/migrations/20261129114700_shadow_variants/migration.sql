-- AlterTable
ALTER TABLE "endpoint_state" ADD COLUMN "shadow_percent" INTEGER,
ADD COLUMN "shadow_variant" INTEGER;

-- CreateTable
CREATE TABLE "endpoint_pair" (
    "endpoint_id" BIGINT NOT NULL,
    "live_variant" INTEGER NOT NULL,
    "live_version" INTEGER NOT NULL,
    "shadow_variant" INTEGER NOT NULL,
    "shadow_version" INTEGER NOT NULL,
    "compared" BIGINT NOT NULL,
    "failed" BIGINT NOT NULL,
    "dropped" BIGINT NOT NULL,
    "live_ms" DOUBLE PRECISION NOT NULL,
    "shadow_ms" DOUBLE PRECISION NOT NULL,
    "slower_squares" DOUBLE PRECISION NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "endpoint_pair_pkey" PRIMARY KEY ("endpoint_id","live_variant","live_version","shadow_variant","shadow_version")
);

-- CreateTable
CREATE TABLE "endpoint_pair_output" (
    "endpoint_id" BIGINT NOT NULL,
    "live_variant" INTEGER NOT NULL,
    "live_version" INTEGER NOT NULL,
    "shadow_variant" INTEGER NOT NULL,
    "shadow_version" INTEGER NOT NULL,
    "output" TEXT NOT NULL,
    "rows" BIGINT NOT NULL,
    "unequal" BIGINT NOT NULL,
    "values" BIGINT NOT NULL,
    "sum" DOUBLE PRECISION NOT NULL,
    "sum_absolute" DOUBLE PRECISION NOT NULL,
    "sum_squares" DOUBLE PRECISION NOT NULL,
    "largest" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "endpoint_pair_output_pkey" PRIMARY KEY ("endpoint_id","live_variant","live_version","shadow_variant","shadow_version","output")
);

-- AddForeignKey
ALTER TABLE "endpoint_pair" ADD CONSTRAINT "endpoint_pair_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "endpoint_pair_output" ADD CONSTRAINT "endpoint_pair_output_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;
