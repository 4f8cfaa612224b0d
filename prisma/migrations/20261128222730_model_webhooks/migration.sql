-- CreateTable
CREATE TABLE "model_webhook" (
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "description" TEXT NOT NULL DEFAULT '',
    "secret_enc" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_webhook_delivery" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_said" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "model_webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "model_webhook_delivery_seq_key" ON "model_webhook_delivery"("seq");

-- CreateIndex
CREATE INDEX "model_webhook_delivery_webhook_id_seq_idx" ON "model_webhook_delivery"("webhook_id", "seq" DESC);

-- CreateIndex
CREATE INDEX "model_webhook_delivery_created_at_idx" ON "model_webhook_delivery"("created_at");

-- AddForeignKey
ALTER TABLE "model_webhook_delivery" ADD CONSTRAINT "model_webhook_delivery_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "model_webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is pending is looked for every other second; the rest is never in this index.
CREATE INDEX "model_webhook_delivery_pending_idx" ON "model_webhook_delivery"("next_at") WHERE "state" = 'pending';
