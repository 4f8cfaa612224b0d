-- CreateTable
CREATE TABLE "job" (
    "name" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "process" TEXT NOT NULL,
    "every_ms" BIGINT,
    "cron" TEXT,
    "time_zone" TEXT,
    "last_started_at" TIMESTAMPTZ(3),
    "last_ended_at" TIMESTAMPTZ(3),
    "took_ms" BIGINT,
    "outcome" TEXT,
    "error" TEXT,
    "runs" BIGINT NOT NULL DEFAULT 0,
    "failed_runs" BIGINT NOT NULL DEFAULT 0,
    "failures_in_row" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "requested_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_pkey" PRIMARY KEY ("name","place")
);
