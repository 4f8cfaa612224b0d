-- CreateTable
CREATE TABLE "long_job" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "subject" TEXT NOT NULL,
    "exclusive_key" TEXT,
    "state" TEXT NOT NULL,
    "permissions" TEXT[],
    "actor" JSONB NOT NULL,
    "progress" JSONB,
    "checkpoint" JSONB,
    "result" JSONB,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "run_after" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cancel_requested_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "long_job_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "long_job_state_run_after_idx" ON "long_job"("state", "run_after");

-- CreateIndex
CREATE INDEX "long_job_ended_at_idx" ON "long_job"("ended_at");

-- One job of a key is queued or running.
CREATE UNIQUE INDEX "long_job_exclusive_key" ON "long_job"("exclusive_key") WHERE state IN ('queued', 'running');
