-- CreateTable
CREATE TABLE "run_model" (
    "run_id" UUID NOT NULL,
    "model_id" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "step" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "run_model_pkey" PRIMARY KEY ("run_id","direction","model_id")
);

-- CreateTable
CREATE TABLE "logged_model" (
    "model_id" TEXT NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "model_type" TEXT NOT NULL DEFAULT '',
    "source_run_id" UUID,
    "status" TEXT NOT NULL DEFAULT 'PENDING',
    "status_message" TEXT,
    "params" JSONB NOT NULL DEFAULT '{}',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "created_by" TEXT,
    "creation_timestamp" BIGINT NOT NULL,
    "last_updated_timestamp" BIGINT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "logged_model_pkey" PRIMARY KEY ("model_id")
);

-- CreateTable
CREATE TABLE "logged_model_metric" (
    "model_id" TEXT NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "run_id" UUID NOT NULL,
    "dataset_name" TEXT NOT NULL DEFAULT '',
    "dataset_digest" TEXT NOT NULL DEFAULT '',
    "value" DOUBLE PRECISION NOT NULL,
    "step" BIGINT NOT NULL,
    "timestamp" BIGINT NOT NULL,

    CONSTRAINT "logged_model_metric_pkey" PRIMARY KEY ("model_id","key","run_id","dataset_name","dataset_digest")
);

-- CreateIndex
CREATE INDEX "run_model_model_id_idx" ON "run_model"("model_id");

-- CreateIndex
CREATE INDEX "logged_model_experiment_id_name_idx" ON "logged_model"("experiment_id", "name");

-- CreateIndex
CREATE INDEX "logged_model_experiment_id_creation_timestamp_model_id_idx" ON "logged_model"("experiment_id", "creation_timestamp" DESC, "model_id");

-- CreateIndex
CREATE INDEX "logged_model_source_run_id_idx" ON "logged_model"("source_run_id");

-- AddForeignKey
ALTER TABLE "run_model" ADD CONSTRAINT "run_model_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "experiment_run"("run_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_model" ADD CONSTRAINT "logged_model_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("experiment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "logged_model_metric" ADD CONSTRAINT "logged_model_metric_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "logged_model"("model_id") ON DELETE CASCADE ON UPDATE CASCADE;
