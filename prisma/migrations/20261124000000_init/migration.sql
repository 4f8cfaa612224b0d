-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "artifact" (
    "id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "dag_id" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "attempt_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "artifact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "actor_role" TEXT,
    "ip" TEXT,
    "request_id" TEXT,
    "action" TEXT NOT NULL,
    "target_type" TEXT,
    "target_id" TEXT,
    "outcome" TEXT NOT NULL DEFAULT 'success',
    "before" JSONB,
    "after" JSONB,
    "detail" JSONB,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "key" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("scope","key")
);

-- CreateTable
CREATE TABLE "dag" (
    "dag_id" TEXT NOT NULL,
    "head_version_id" TEXT,
    "is_paused" BOOLEAN NOT NULL DEFAULT false,
    "origin" TEXT NOT NULL,
    "file_path" TEXT,
    "description" TEXT,
    "owner" TEXT,
    "tags" TEXT[],
    "schedule_cron" TEXT,
    "schedule_time_zone" TEXT,
    "schedule_start" TIMESTAMPTZ(3),
    "schedule_end" TIMESTAMPTZ(3),
    "catchup" BOOLEAN NOT NULL DEFAULT false,
    "max_active_runs" INTEGER NOT NULL DEFAULT 16,
    "next_interval_start" TIMESTAMPTZ(3),
    "next_interval_end" TIMESTAMPTZ(3),
    "next_run_at" TIMESTAMPTZ(3),
    "stale_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dag_pkey" PRIMARY KEY ("dag_id")
);

-- CreateTable
CREATE TABLE "dag_version" (
    "id" TEXT NOT NULL,
    "dag_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "parent_id" TEXT,
    "spec" JSONB NOT NULL,
    "spec_sha256" TEXT NOT NULL,
    "code_sha256" TEXT,
    "layout" JSONB NOT NULL,
    "origin" TEXT NOT NULL,
    "author" TEXT,
    "message" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dag_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "code_bundle" (
    "sha256" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "files" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "code_bundle_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "import_error" (
    "id" TEXT NOT NULL,
    "file_path" TEXT NOT NULL,
    "dag_id" TEXT,
    "line" INTEGER,
    "column" INTEGER,
    "field" TEXT,
    "message" TEXT NOT NULL,
    "file_sha" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_error_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pool" (
    "name" TEXT NOT NULL,
    "slots" INTEGER NOT NULL,
    "description" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pool_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "dag_run" (
    "id" TEXT NOT NULL,
    "dag_id" TEXT NOT NULL,
    "dag_version_id" TEXT NOT NULL,
    "run_key" TEXT NOT NULL,
    "run_type" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "logical_date" TIMESTAMPTZ(3),
    "data_interval_start" TIMESTAMPTZ(3),
    "data_interval_end" TIMESTAMPTZ(3),
    "params" JSONB NOT NULL DEFAULT '{}',
    "triggered_by" TEXT,
    "note" TEXT,
    "backfill_id" TEXT,
    "run_after" TIMESTAMPTZ(3) NOT NULL,
    "unfinished" INTEGER NOT NULL,
    "max_active_tasks" INTEGER NOT NULL DEFAULT 16,
    "timeout_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "clear_number" INTEGER NOT NULL DEFAULT 0,
    "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "dag_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_instance" (
    "id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "dag_id" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "map_index" INTEGER NOT NULL DEFAULT -1,
    "state" TEXT NOT NULL DEFAULT 'none',
    "try_number" INTEGER NOT NULL DEFAULT 0,
    "max_tries" INTEGER NOT NULL DEFAULT 1,
    "infra_retries" INTEGER NOT NULL DEFAULT 0,
    "pending_upstream" INTEGER NOT NULL,
    "downstream" TEXT[],
    "queue" TEXT NOT NULL DEFAULT 'default',
    "pool" TEXT NOT NULL DEFAULT 'default_pool',
    "pool_slots" INTEGER NOT NULL DEFAULT 1,
    "priority_weight" INTEGER NOT NULL DEFAULT 1,
    "eligible_at" TIMESTAMPTZ(3),
    "current_attempt_id" UUID,
    "result" JSONB,
    "note" TEXT,
    "queued_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "task_instance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_attempt" (
    "id" UUID NOT NULL,
    "task_instance_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "dag_id" TEXT NOT NULL,
    "task_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "worker_id" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "kill_reason" TEXT,
    "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "enqueued_at" TIMESTAMPTZ(3),
    "enqueue_count" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "exit_code" INTEGER,
    "signal" TEXT,
    "error_code" TEXT,
    "error_detail" TEXT,
    "result" JSONB,
    "usage" JSONB,
    "log_lines" INTEGER NOT NULL DEFAULT 0,
    "log_bytes" BIGINT NOT NULL DEFAULT 0,
    "stale_result" JSONB,

    CONSTRAINT "task_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_outbox" (
    "id" BIGSERIAL NOT NULL,
    "attempt_id" UUID NOT NULL,
    "queue" TEXT NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task_log" (
    "attempt_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "first_line" INTEGER NOT NULL,
    "lines" INTEGER NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "task_log_pkey" PRIMARY KEY ("attempt_id","seq")
);

-- CreateTable
CREATE TABLE "backfill" (
    "id" TEXT NOT NULL,
    "dag_id" TEXT NOT NULL,
    "from_date" TIMESTAMPTZ(3) NOT NULL,
    "to_date" TIMESTAMPTZ(3) NOT NULL,
    "reprocess" TEXT NOT NULL DEFAULT 'none',
    "max_active_runs" INTEGER NOT NULL,
    "run_backwards" BOOLEAN NOT NULL DEFAULT false,
    "params" JSONB NOT NULL DEFAULT '{}',
    "state" TEXT NOT NULL,
    "created_by" TEXT,
    "total_runs" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "backfill_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "queues" TEXT[],
    "concurrency" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "stopped_at" TIMESTAMPTZ(3),
    "stop_reason" TEXT,
    "draining_at" TIMESTAMPTZ(3),

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection" (
    "connection_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "host" TEXT,
    "port" INTEGER,
    "login" TEXT,
    "database" TEXT,
    "password_enc" TEXT,
    "extra_enc" TEXT,
    "description" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("connection_id")
);

-- CreateTable
CREATE TABLE "variable" (
    "key" TEXT NOT NULL,
    "is_secret" BOOLEAN NOT NULL,
    "value" TEXT,
    "value_enc" TEXT,
    "description" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "variable_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "team" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_account" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "role" TEXT NOT NULL,
    "locale" TEXT,
    "time_zone" TEXT,
    "preferences" JSONB NOT NULL DEFAULT '{}',
    "session_version" INTEGER NOT NULL DEFAULT 1,
    "deactivated_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sign_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_identity" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_identity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_session" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "session_version" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "user_agent" TEXT,
    "ip" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "step_up_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invite" (
    "id" TEXT NOT NULL,
    "email" TEXT,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "accepted_by" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invite_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password_reset" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_by" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "password_reset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "role" TEXT,
    "user_id" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "artifact_key_key" ON "artifact"("key");

-- CreateIndex
CREATE INDEX "artifact_run_id_idx" ON "artifact"("run_id");

-- CreateIndex
CREATE INDEX "artifact_created_at_idx" ON "artifact"("created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "artifact_attempt_id_path_key" ON "artifact"("attempt_id", "path");

-- CreateIndex
CREATE INDEX "audit_log_at_id_idx" ON "audit_log"("at" DESC, "id");

-- CreateIndex
CREATE INDEX "audit_log_target_type_target_id_idx" ON "audit_log"("target_type", "target_id");

-- CreateIndex
CREATE INDEX "audit_log_actor_id_idx" ON "audit_log"("actor_id");

-- CreateIndex
CREATE INDEX "audit_log_action_idx" ON "audit_log"("action");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "dag_head_version_id_key" ON "dag"("head_version_id");

-- CreateIndex
CREATE INDEX "dag_next_run_at_idx" ON "dag"("next_run_at");

-- CreateIndex
CREATE UNIQUE INDEX "dag_version_dag_id_number_key" ON "dag_version"("dag_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "import_error_file_path_key" ON "import_error"("file_path");

-- CreateIndex
CREATE INDEX "dag_run_dag_id_id_idx" ON "dag_run"("dag_id", "id" DESC);

-- CreateIndex
CREATE INDEX "dag_run_state_run_after_idx" ON "dag_run"("state", "run_after");

-- CreateIndex
CREATE INDEX "dag_run_backfill_id_idx" ON "dag_run"("backfill_id");

-- CreateIndex
CREATE UNIQUE INDEX "dag_run_dag_id_run_key_key" ON "dag_run"("dag_id", "run_key");

-- CreateIndex
CREATE UNIQUE INDEX "dag_run_dag_id_logical_date_key" ON "dag_run"("dag_id", "logical_date");

-- CreateIndex
CREATE INDEX "task_instance_dag_id_task_id_id_idx" ON "task_instance"("dag_id", "task_id", "id" DESC);

-- CreateIndex
CREATE INDEX "task_instance_state_eligible_at_idx" ON "task_instance"("state", "eligible_at");

-- CreateIndex
CREATE UNIQUE INDEX "task_instance_run_id_task_id_map_index_key" ON "task_instance"("run_id", "task_id", "map_index");

-- CreateIndex
CREATE INDEX "task_attempt_task_instance_id_number_idx" ON "task_attempt"("task_instance_id", "number");

-- CreateIndex
CREATE INDEX "task_attempt_state_lease_until_idx" ON "task_attempt"("state", "lease_until");

-- CreateIndex
CREATE INDEX "task_attempt_worker_id_state_idx" ON "task_attempt"("worker_id", "state");

-- CreateIndex
CREATE INDEX "task_attempt_run_id_idx" ON "task_attempt"("run_id");

-- CreateIndex
CREATE INDEX "backfill_dag_id_id_idx" ON "backfill"("dag_id", "id" DESC);

-- CreateIndex
CREATE INDEX "backfill_state_idx" ON "backfill"("state");

-- CreateIndex
CREATE INDEX "worker_stopped_at_idx" ON "worker"("stopped_at");

-- CreateIndex
CREATE UNIQUE INDEX "user_account_email_key" ON "user_account"("email");

-- CreateIndex
CREATE INDEX "user_identity_user_id_idx" ON "user_identity"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_identity_provider_subject_key" ON "user_identity"("provider", "subject");

-- CreateIndex
CREATE INDEX "user_session_user_id_idx" ON "user_session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "invite_token_hash_key" ON "invite"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "password_reset_token_hash_key" ON "password_reset"("token_hash");

-- CreateIndex
CREATE INDEX "password_reset_user_id_idx" ON "password_reset"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("token_hash");

-- CreateIndex
CREATE INDEX "api_token_user_id_idx" ON "api_token"("user_id");

-- AddForeignKey
ALTER TABLE "dag" ADD CONSTRAINT "dag_head_version_id_fkey" FOREIGN KEY ("head_version_id") REFERENCES "dag_version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dag_version" ADD CONSTRAINT "dag_version_dag_id_fkey" FOREIGN KEY ("dag_id") REFERENCES "dag"("dag_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dag_version" ADD CONSTRAINT "dag_version_code_sha256_fkey" FOREIGN KEY ("code_sha256") REFERENCES "code_bundle"("sha256") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dag_run" ADD CONSTRAINT "dag_run_dag_id_fkey" FOREIGN KEY ("dag_id") REFERENCES "dag"("dag_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dag_run" ADD CONSTRAINT "dag_run_dag_version_id_fkey" FOREIGN KEY ("dag_version_id") REFERENCES "dag_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dag_run" ADD CONSTRAINT "dag_run_backfill_id_fkey" FOREIGN KEY ("backfill_id") REFERENCES "backfill"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_instance" ADD CONSTRAINT "task_instance_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "dag_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_attempt" ADD CONSTRAINT "task_attempt_task_instance_id_fkey" FOREIGN KEY ("task_instance_id") REFERENCES "task_instance"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "backfill" ADD CONSTRAINT "backfill_dag_id_fkey" FOREIGN KEY ("dag_id") REFERENCES "dag"("dag_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_identity" ADD CONSTRAINT "user_identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_session" ADD CONSTRAINT "user_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_reset" ADD CONSTRAINT "password_reset_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

