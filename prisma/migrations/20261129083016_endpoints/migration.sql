-- CreateTable
CREATE TABLE "endpoint" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "live_variant" INTEGER NOT NULL,
    "previous_variant" INTEGER,
    "max_rows" INTEGER NOT NULL,
    "max_in_flight" INTEGER NOT NULL,
    "deadline_ms" INTEGER NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "endpoint_variant" (
    "endpoint_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "model_name" TEXT NOT NULL,
    "model_alias" TEXT,
    "model_version" INTEGER,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "endpoint_variant_pkey" PRIMARY KEY ("endpoint_id","number")
);

-- CreateIndex
CREATE UNIQUE INDEX "endpoint_name_key" ON "endpoint"("name");

-- AddForeignKey
ALTER TABLE "endpoint_variant" ADD CONSTRAINT "endpoint_variant_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;
