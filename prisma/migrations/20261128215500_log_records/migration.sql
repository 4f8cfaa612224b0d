-- Records of logs. Prisma knows no partitions: what follows differs from its text in PARTITION BY and in the schema for them.
CREATE SCHEMA IF NOT EXISTS "obs";

CREATE TABLE "log_record" (
    "ts" TIMESTAMPTZ(6) NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "level" SMALLINT NOT NULL,
    "service" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "trace_id" TEXT,
    "span_id" TEXT,
    "attrs" JSONB NOT NULL,

    CONSTRAINT "log_record_pkey" PRIMARY KEY ("ts","id")
) PARTITION BY RANGE ("ts");

CREATE INDEX "log_record_service_ts_idx" ON "log_record"("service", "ts");

CREATE TABLE "log_partition" (
    "day" DATE NOT NULL,
    "sealed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "log_partition_pkey" PRIMARY KEY ("day")
);

CREATE TABLE "log_minute" (
    "minute" TIMESTAMPTZ(0) NOT NULL,
    "service" TEXT NOT NULL,
    "level" SMALLINT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "log_minute_pkey" PRIMARY KEY ("minute","service","level")
);

CREATE TABLE "log_batch" (
    "source" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "log_batch_pkey" PRIMARY KEY ("source","digest")
);

CREATE INDEX "log_batch_at_idx" ON "log_batch"("at");
