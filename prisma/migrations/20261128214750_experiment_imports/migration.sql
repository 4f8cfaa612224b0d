-- CreateTable
CREATE TABLE "experiment_import" (
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "experiment_id" BIGINT NOT NULL,

    CONSTRAINT "experiment_import_pkey" PRIMARY KEY ("source","source_id")
);

-- CreateTable
CREATE TABLE "experiment_run_import" (
    "run_id" UUID NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "experiment_run_import_pkey" PRIMARY KEY ("run_id")
);

-- CreateIndex
CREATE INDEX "experiment_import_experiment_id_idx" ON "experiment_import"("experiment_id");

-- AddForeignKey
ALTER TABLE "experiment_import" ADD CONSTRAINT "experiment_import_experiment_id_fkey" FOREIGN KEY ("experiment_id") REFERENCES "experiment"("experiment_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "experiment_run_import" ADD CONSTRAINT "experiment_run_import_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "experiment_run"("run_id") ON DELETE CASCADE ON UPDATE CASCADE;
