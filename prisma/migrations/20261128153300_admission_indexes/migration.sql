-- What holds slots and places: a task that is restarting does too.
DROP INDEX "task_instance_pool_load_idx";
DROP INDEX "task_instance_run_load_idx";
CREATE INDEX "task_instance_pool_load_idx" ON "task_instance" ("pool") INCLUDE ("pool_slots")
  WHERE "state" IN ('queued', 'running', 'restarting');
CREATE INDEX "task_instance_run_load_idx" ON "task_instance" ("run_id")
  WHERE "state" IN ('queued', 'running', 'restarting');

-- The most important ready task of a run in each pool is one probe; so is a task of several slots that waits for a pool.
DROP INDEX "task_instance_ready_idx";
CREATE INDEX "task_instance_ready_idx" ON "task_instance" ("run_id", "pool", "priority_weight" DESC, "id")
  WHERE "pending_upstream" = 0 AND "state" IN ('none', 'up_for_retry');
CREATE INDEX "task_instance_large_ready_idx" ON "task_instance" ("pool", "run_id")
  WHERE "pending_upstream" = 0 AND "state" IN ('none', 'up_for_retry') AND "pool_slots" > 1;
