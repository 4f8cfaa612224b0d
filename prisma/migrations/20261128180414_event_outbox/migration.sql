-- CreateTable
CREATE TABLE "event_outbox" (
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "id" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "entity_id" TEXT NOT NULL,
    "dag_id" TEXT,
    "run_id" TEXT,
    "task_id" TEXT,
    "attempt_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_outbox_pkey" PRIMARY KEY ("xid","id")
);

-- CreateTable
CREATE TABLE "event_swept" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "xid" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "event_swept_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_cursor" (
    "consumer" TEXT NOT NULL,
    "seen" TEXT NOT NULL,
    "upto" TEXT,
    "after_id" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_cursor_pkey" PRIMARY KEY ("consumer")
);

INSERT INTO "event_swept" ("id") VALUES (1);
