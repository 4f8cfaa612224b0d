-- Words of a run's name are looked for anywhere in it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateTable
CREATE TABLE "experiment" (
    "experiment_id" BIGSERIAL NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "lifecycle_stage" TEXT NOT NULL DEFAULT 'active',
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "experiment_pkey" PRIMARY KEY ("experiment_id")
);

-- CreateTable
CREATE TABLE "experiment_tag" (
    "experiment_id" BIGINT NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "experiment_tag_pkey" PRIMARY KEY ("experiment_id","key")
);

-- CreateTable
CREATE TABLE "experiment_run" (
    "run_id" UUID NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "user_id" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'RUNNING',
    "start_time" BIGINT NOT NULL,
    "end_time" BIGINT,
    "lifecycle_stage" TEXT NOT NULL DEFAULT 'active',
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_with_experiment" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempt_id" UUID,
    "dag_run_id" TEXT,

    CONSTRAINT "experiment_run_pkey" PRIMARY KEY ("run_id")
);

-- CreateTable
CREATE TABLE "run_param" (
    "run_id" UUID NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,
    "experiment_id" BIGINT NOT NULL,

    CONSTRAINT "run_param_pkey" PRIMARY KEY ("run_id","key")
);

-- CreateTable
CREATE TABLE "run_tag" (
    "run_id" UUID NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,
    "experiment_id" BIGINT NOT NULL,

    CONSTRAINT "run_tag_pkey" PRIMARY KEY ("run_id","key")
);

-- CreateTable
CREATE TABLE "run_metric" (
    "metric_id" BIGSERIAL NOT NULL,
    "run_id" UUID NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "step" BIGINT NOT NULL,
    "timestamp" BIGINT NOT NULL,

    CONSTRAINT "run_metric_pkey" PRIMARY KEY ("metric_id")
);

-- CreateTable
CREATE TABLE "run_metric_point" (
    "metric_id" BIGINT NOT NULL,
    "timestamp" BIGINT NOT NULL,
    "step" BIGINT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "run_metric_point_pkey" PRIMARY KEY ("metric_id","timestamp","step","value")
);

-- CreateTable
CREATE TABLE "experiment_dataset" (
    "dataset_id" BIGSERIAL NOT NULL,
    "experiment_id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "source_type" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "schema" TEXT,
    "profile" TEXT,

    CONSTRAINT "experiment_dataset_pkey" PRIMARY KEY ("dataset_id")
);

-- CreateTable
CREATE TABLE "run_input" (
    "run_id" UUID NOT NULL,
    "dataset_id" BIGINT NOT NULL,
    "tags" JSONB NOT NULL,
    "context" TEXT,

    CONSTRAINT "run_input_pkey" PRIMARY KEY ("run_id","dataset_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "experiment_name_key" ON "experiment"("name");

-- CreateIndex
CREATE INDEX "experiment_created_at_experiment_id_idx" ON "experiment"("created_at" DESC, "experiment_id");

-- CreateIndex
CREATE INDEX "experiment_run_experiment_id_lifecycle_stage_start_time_run_idx" ON "experiment_run"("experiment_id", "lifecycle_stage", "start_time" DESC, "run_id");

-- CreateIndex
CREATE INDEX "experiment_run_name_idx" ON "experiment_run" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "experiment_run_dag_run_id_idx" ON "experiment_run"("dag_run_id");

-- CreateIndex
CREATE INDEX "run_metric_experiment_id_key_value_run_id_idx" ON "run_metric"("experiment_id", "key", "value", "run_id");

-- CreateIndex
CREATE UNIQUE INDEX "run_metric_run_id_key_key" ON "run_metric"("run_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "experiment_dataset_experiment_id_name_digest_key" ON "experiment_dataset"("experiment_id", "name", "digest");

-- CreateIndex
CREATE INDEX "run_input_dataset_id_idx" ON "run_input"("dataset_id");

-- AddForeignKey
ALTER TABLE "experiment_tag" ADD CONSTRAINT "experiment_tag_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("experiment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_run" ADD CONSTRAINT "experiment_run_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("experiment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_param" ADD CONSTRAINT "run_param_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "experiment_run"("run_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_tag" ADD CONSTRAINT "run_tag_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "experiment_run"("run_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_metric" ADD CONSTRAINT "run_metric_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "experiment_run"("run_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_dataset" ADD CONSTRAINT "experiment_dataset_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("experiment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_input" ADD CONSTRAINT "run_input_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "experiment_run"("run_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_input" ADD CONSTRAINT "run_input_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "experiment_dataset"("dataset_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Values may be longer than an index row: their beginning finds them, and sorts all but those that begin alike.
CREATE INDEX "run_param_value_idx" ON "run_param" ("experiment_id", "key", left("value", 120), "run_id");
CREATE INDEX "run_tag_value_idx" ON "run_tag" ("experiment_id", "key", left("value", 120), "run_id");

-- Where runs go that name no experiment, as MLflow's clients expect.
INSERT INTO "experiment" ("experiment_id", "name", "created_by") VALUES (0, 'Default', 'system');
