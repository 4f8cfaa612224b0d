-- CreateTable
CREATE TABLE "batch_prediction" (
    "id" TEXT NOT NULL,
    "endpoint" TEXT,
    "model_name" TEXT NOT NULL,
    "model_version" INTEGER NOT NULL,
    "storage_location" TEXT NOT NULL,
    "source" JSONB NOT NULL,
    "format" TEXT NOT NULL,
    "key_columns" TEXT[],
    "rows_per_run" INTEGER NOT NULL,
    "deadline_ms" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "plan" JSONB,
    "jobs" TEXT[],
    "rows" INTEGER,
    "rows_done" INTEGER NOT NULL DEFAULT 0,
    "rows_failed" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_by" TEXT NOT NULL,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "batch_prediction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "batch_prediction_part" (
    "batch_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "first_row" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "lane" TEXT,
    "rows_failed" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,

    CONSTRAINT "batch_prediction_part_pkey" PRIMARY KEY ("batch_id","number")
);

-- CreateTable
CREATE TABLE "async_prediction" (
    "id" TEXT NOT NULL,
    "endpoint" TEXT NOT NULL,
    "body" TEXT,
    "body_hash" TEXT NOT NULL,
    "body_bytes" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "answer" TEXT,
    "error" JSONB,
    "idempotency" TEXT,
    "webhook_id" TEXT,
    "created_by" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "run_after" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "async_prediction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "batch_prediction_ended_at_idx" ON "batch_prediction"("ended_at");

-- CreateIndex
CREATE INDEX "async_prediction_state_run_after_idx" ON "async_prediction"("state", "run_after");

-- CreateIndex
CREATE INDEX "async_prediction_expires_at_idx" ON "async_prediction"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "async_prediction_created_by_endpoint_idempotency_key" ON "async_prediction"("created_by", "endpoint", "idempotency");

-- AddForeignKey
ALTER TABLE "batch_prediction_part" ADD CONSTRAINT "batch_prediction_part_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "batch_prediction"("id") ON DELETE CASCADE ON UPDATE CASCADE;
