ALTER TABLE "endpoint" ADD COLUMN "log_rate" DOUBLE PRECISION NOT NULL DEFAULT 1,
ADD COLUMN "log_rows" INTEGER NOT NULL DEFAULT 100;

-- Prisma knows no partitions: what follows differs from its text in PARTITION BY.
CREATE TABLE "prediction" (
    "at" TIMESTAMPTZ(3) NOT NULL,
    "prediction_id" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "protocol" TEXT NOT NULL,
    "variant" INTEGER NOT NULL,
    "model_name" TEXT NOT NULL,
    "model_version" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "error" TEXT,
    "rows" INTEGER NOT NULL,
    "kept_rows" INTEGER NOT NULL,
    "request" JSON NOT NULL,
    "given" JSON,
    "features" JSON,
    "response" JSON,
    "parse_us" INTEGER NOT NULL,
    "features_us" INTEGER NOT NULL,
    "wait_us" INTEGER NOT NULL,
    "run_us" INTEGER NOT NULL,
    "encode_us" INTEGER NOT NULL,
    "caller_type" TEXT NOT NULL,
    "caller_id" TEXT NOT NULL,
    "caller_name" TEXT NOT NULL,
    "run_id" TEXT,
    "request_id" TEXT NOT NULL,
    "trace_id" TEXT,

    CONSTRAINT "prediction_pkey" PRIMARY KEY ("at","prediction_id")
) PARTITION BY RANGE ("at");

CREATE INDEX "prediction_endpoint_at_idx" ON "prediction"("endpoint", "at");

CREATE TABLE "prediction_feedback" (
    "prediction_id" TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    "endpoint" TEXT NOT NULL,
    "label" JSON NOT NULL,
    "time" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "caller_id" TEXT NOT NULL,

    CONSTRAINT "prediction_feedback_pkey" PRIMARY KEY ("prediction_id","row")
);

CREATE TABLE "prediction_loss" (
    "endpoint" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "prediction_loss_pkey" PRIMARY KEY ("endpoint","hour")
);
