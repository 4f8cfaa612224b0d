-- What the scheduler asks of a pipeline stands on its own row: not the runs of a year, and not a schedule that cannot be followed.
ALTER TABLE "dag" ADD COLUMN "last_interval_end" TIMESTAMPTZ(3),
ADD COLUMN "schedule_error" TEXT;
UPDATE "dag" d SET "last_interval_end" = (SELECT max(r."data_interval_end") FROM "dag_run" r
  WHERE r."dag_id" = d."dag_id" AND r."run_type" = 'scheduled');

DROP INDEX "dag_next_run_at_idx";
CREATE INDEX "dag_due_idx" ON "dag" ((coalesce("next_run_at", '-infinity')), "dag_id")
  WHERE "schedule_cron" IS NOT NULL AND "schedule_error" IS NULL AND "stale_at" IS NULL AND NOT "is_paused"
    AND ("schedule_end" IS NULL OR "next_interval_start" IS NULL OR "next_interval_start" < "schedule_end");
CREATE INDEX "dag_run_active_idx" ON "dag_run" ("dag_id", "state") WHERE "state" IN ('queued', 'running');

-- Only what is on its way is looked for by state: a task leaves these when it ends, so they stay small.
DROP INDEX "task_instance_dag_id_task_id_id_idx";
DROP INDEX "task_instance_state_eligible_at_idx";
DROP INDEX "task_instance_run_id_state_idx";
CREATE INDEX "task_instance_pool_load_idx" ON "task_instance" ("pool") INCLUDE ("pool_slots") WHERE "state" IN ('queued', 'running');
CREATE INDEX "task_instance_run_load_idx" ON "task_instance" ("run_id") WHERE "state" IN ('queued', 'running');
CREATE INDEX "task_instance_ready_idx" ON "task_instance" ("run_id", "priority_weight" DESC, "id")
  WHERE "pending_upstream" = 0 AND "state" IN ('none', 'up_for_retry');

-- No index holds lease_until, and pages keep room for the next version of a row: a renewal touches no index (a HOT update).
DROP INDEX "task_attempt_state_lease_until_idx";
DROP INDEX "task_attempt_worker_id_state_idx";
CREATE INDEX "task_attempt_queued_idx" ON "task_attempt" ("queued_at") WHERE "state" = 'queued';
CREATE INDEX "task_attempt_running_idx" ON "task_attempt" ("worker_id") WHERE "state" = 'running';
ALTER TABLE "task_attempt" SET (fillfactor = 80);
ALTER TABLE "dag_run" SET (fillfactor = 85);
ALTER TABLE "worker" SET (fillfactor = 50);

-- One row an attempt, found by it.
DELETE FROM "task_outbox" a USING "task_outbox" b WHERE a."attempt_id" = b."attempt_id" AND a."id" > b."id";
CREATE UNIQUE INDEX "task_outbox_attempt_id_key" ON "task_outbox"("attempt_id");
