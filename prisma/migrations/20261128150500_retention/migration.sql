-- AlterTable
ALTER TABLE "dag_run" ADD COLUMN     "pinned_at" TIMESTAMPTZ(3),
ADD COLUMN     "pinned_by" TEXT;

-- CreateTable
CREATE TABLE "retention_policy" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "run_days" INTEGER DEFAULT 180,
    "runs_per_dag" INTEGER,
    "version_days" INTEGER NOT NULL DEFAULT 30,
    "worker_days" INTEGER NOT NULL DEFAULT 30,
    "version" INTEGER NOT NULL DEFAULT 1,
    "last_round_at" TIMESTAMPTZ(3),
    "last_round" JSONB,

    CONSTRAINT "retention_policy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "object_removal" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "is_prefix" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "object_removal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "object_removal_due_at_idx" ON "object_removal"("due_at");

-- CreateIndex
CREATE INDEX "dag_run_finished_at_idx" ON "dag_run"("finished_at");

-- One row, which is the policy of the installation.
ALTER TABLE "retention_policy" ADD CONSTRAINT "retention_policy_one_row" CHECK ("id" = 1);
INSERT INTO "retention_policy" ("id") VALUES (1);
