-- CreateTable
CREATE TABLE "feature_training_set" (
    "id" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "state" TEXT,
    "rows" BIGINT,
    "error" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "feature_training_set_pkey" PRIMARY KEY ("id")
);

-- Those whose long jobs are still there.
INSERT INTO "feature_training_set" (id, input, state, rows, error, created_by, created_at, started_at, ended_at)
SELECT id, input, CASE WHEN state IN ('succeeded', 'failed') THEN state END, (result->>'rows')::bigint, error,
       coalesce(actor->>'name', ''), created_at, started_at, ended_at
  FROM long_job WHERE kind = 'make-training-set';
