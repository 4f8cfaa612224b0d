import type { Sql } from "@/lib/platform/db";

/**
 * Invariants of every write, checked by triggers of the test's own database under the writer's locks. A violation is a
 * row in `broken_invariant` and stops nothing.
 */
const TRIGGERS = `
CREATE TABLE broken_invariant (at timestamptz NOT NULL DEFAULT clock_timestamp(), rule text NOT NULL, detail text NOT NULL);

CREATE FUNCTION watch_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state NOT IN ('queued', 'running') AND NEW.state IS DISTINCT FROM OLD.state THEN
    INSERT INTO broken_invariant (rule, detail)
      VALUES ('an attempt that has ended stays ended', format('%s: %s -> %s', OLD.id, OLD.state, NEW.state));
  END IF;
  IF OLD.state = 'running' AND NEW.worker_id IS DISTINCT FROM OLD.worker_id THEN
    INSERT INTO broken_invariant (rule, detail)
      VALUES ('a lease has one owner', format('%s: %s -> %s', OLD.id, OLD.worker_id, NEW.worker_id));
  END IF;
  IF NEW.state = 'running' AND OLD.state <> 'running' AND EXISTS (SELECT 1 FROM task_attempt a
      WHERE a.task_instance_id = NEW.task_instance_id AND a.id <> NEW.id AND a.state = 'running') THEN
    INSERT INTO broken_invariant (rule, detail) VALUES ('a task runs once at a time', NEW.task_instance_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER watch_attempt AFTER UPDATE OF state, worker_id ON task_attempt FOR EACH ROW EXECUTE FUNCTION watch_attempt();

CREATE FUNCTION watch_task() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE taken int; room int;
BEGIN
  IF NEW.state IS NOT DISTINCT FROM OLD.state THEN RETURN NULL; END IF;
  IF OLD.state IN ('success', 'failed', 'skipped', 'upstream_failed', 'cancelled', 'removed')
      AND NEW.state NOT IN ('none', 'removed') THEN
    INSERT INTO broken_invariant (rule, detail)
      VALUES ('a task leaves its end only by a clear', format('%s: %s -> %s', NEW.id, OLD.state, NEW.state));
  END IF;
  IF NEW.state = 'queued' THEN
    IF EXISTS (SELECT 1 FROM task_instance u WHERE u.run_id = NEW.run_id AND u.task_id = ANY(NEW.upstream)
        AND u.state <> 'success') THEN
      INSERT INTO broken_invariant (rule, detail) VALUES ('no task before its parents', NEW.id);
    END IF;
    SELECT coalesce(sum(pool_slots), 0), (SELECT slots FROM pool WHERE name = NEW.pool) INTO taken, room
      FROM task_instance WHERE pool = NEW.pool AND state IN ('queued', 'running', 'restarting');
    IF room >= 0 AND taken > room THEN
      INSERT INTO broken_invariant (rule, detail) VALUES ('a pool is never overfull', format('%s: %s of %s', NEW.pool, taken, room));
    END IF;
    SELECT count(*), max(r.max_active_tasks) INTO taken, room
      FROM task_instance t JOIN dag_run r ON r.id = t.run_id WHERE t.run_id = NEW.run_id AND t.state IN ('queued', 'running', 'restarting');
    IF taken > room THEN
      INSERT INTO broken_invariant (rule, detail) VALUES ('max_active_tasks holds', format('%s: %s of %s', NEW.run_id, taken, room));
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER watch_task AFTER UPDATE OF state ON task_instance FOR EACH ROW EXECUTE FUNCTION watch_task();

CREATE FUNCTION watch_run() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE active int; most int;
BEGIN
  IF NEW.state = 'running' AND OLD.state <> 'running' THEN
    SELECT count(*), max(d.max_active_runs) INTO active, most FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id
      WHERE r.dag_id = NEW.dag_id AND r.state = 'running' AND r.backfill_id IS NULL;
    IF NEW.backfill_id IS NULL AND active > most THEN
      INSERT INTO broken_invariant (rule, detail) VALUES ('max_active_runs holds', format('%s: %s of %s', NEW.dag_id, active, most));
    END IF;
  END IF;
  IF NEW.state IN ('success', 'failed', 'cancelled') AND OLD.state NOT IN ('success', 'failed', 'cancelled') AND EXISTS (
      SELECT 1 FROM task_instance t WHERE t.run_id = NEW.id AND t.state NOT IN
        ('success', 'failed', 'skipped', 'upstream_failed', 'cancelled', 'removed')) THEN
    INSERT INTO broken_invariant (rule, detail) VALUES ('a run closes after its last task', NEW.id);
  END IF;
  IF NEW.unfinished < 0 THEN
    INSERT INTO broken_invariant (rule, detail) VALUES ('counters never fall below zero', NEW.id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER watch_run AFTER UPDATE ON dag_run FOR EACH ROW EXECUTE FUNCTION watch_run();
`;

export async function watchInvariants(sql: Sql): Promise<void> {
  await sql.rows(TRIGGERS);
}

/** Violations so far; must be empty. */
export async function brokenInvariants(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ rule: string; detail: string }>(
    "SELECT rule, detail FROM broken_invariant ORDER BY at",
  );
  return rows.map(({ rule, detail }) => `${rule}: ${detail}`);
}
