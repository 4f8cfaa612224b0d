ALTER TABLE experiment_run ADD COLUMN held_by_attempt_id uuid;
UPDATE experiment_run SET held_by_attempt_id = attempt_id WHERE attempt_id IS NOT NULL;
-- Runs that a task holds open: few, and looked at every ten seconds.
CREATE INDEX experiment_run_held_open ON experiment_run (held_by_attempt_id)
  WHERE status IN ('RUNNING', 'SCHEDULED') AND held_by_attempt_id IS NOT NULL;
