-- CreateTable
CREATE TABLE "alert_rule" (
    "id" TEXT NOT NULL,
    "endpoint_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "metric" TEXT NOT NULL,
    "input" TEXT,
    "output" TEXT,
    "comparison" TEXT NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,
    "window_minutes" INTEGER NOT NULL,
    "min_rows" INTEGER NOT NULL,
    "looks" INTEGER NOT NULL,
    "webhook_id" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "state" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "seen" TEXT NOT NULL,
    "seen_times" INTEGER NOT NULL,
    "value" DOUBLE PRECISION,
    "subject" TEXT,
    "error" TEXT,
    "looked_at" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "look" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_rule_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "alert_rule_endpoint_id_idx" ON "alert_rule"("endpoint_id");

-- CreateIndex
CREATE INDEX "alert_rule_next_at_idx" ON "alert_rule"("next_at");

-- AddForeignKey
ALTER TABLE "alert_rule" ADD CONSTRAINT "alert_rule_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "endpoint"("id") ON DELETE CASCADE ON UPDATE CASCADE;
