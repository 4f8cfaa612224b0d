import type { Sql } from "@/lib/platform/db";

/**
 * Invariants between rows at every commit; invariants.ts has the rules of single changes. Deferred triggers check them,
 * because a statement may break them in passing. Some hold two conditions of one statement together, so that removing
 * one of them fails here.
 */
const TRIGGERS = `
CREATE FUNCTION watch_commit_of_task() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE task task_instance; below task_instance; active int; mine text; expected text; kill text; pending int; failed int; skipped int;
BEGIN
  SELECT * INTO task FROM task_instance WHERE id = NEW.id;
  IF task.id IS NULL THEN RETURN NULL; END IF;
  SELECT count(*), max(state), max(kill_reason) INTO active, mine, kill FROM task_attempt
    WHERE task_instance_id = task.id AND state IN ('queued', 'running');
  IF active > 1 THEN
    INSERT INTO broken_invariant (rule, detail) VALUES ('a task has one attempt on its way', task.id);
  ELSIF active = 1 AND NOT EXISTS (SELECT 1 FROM task_attempt WHERE id = task.current_attempt_id AND state IN ('queued', 'running')) THEN
    INSERT INTO broken_invariant (rule, detail) VALUES ('an attempt on its way is its task''s current one', task.id);
  END IF;
  expected := CASE task.state WHEN 'queued' THEN 'queued' WHEN 'running' THEN 'running' WHEN 'restarting' THEN 'running' END;
  IF expected IS DISTINCT FROM mine THEN
    INSERT INTO broken_invariant (rule, detail)
      VALUES ('a task and its attempt say the same', format('%s: %s, %s', task.id, task.state, coalesce(mine, 'no attempt')));
  END IF;
  IF mine = 'queued' AND kill IS NOT NULL THEN
    INSERT INTO broken_invariant (rule, detail) VALUES ('what is to be killed does not wait to be claimed', task.id);
  END IF;
  FOR below IN SELECT * FROM task_instance t WHERE t.run_id = task.run_id AND (t.id = task.id OR task.task_id = ANY(t.upstream))
      AND t.state NOT IN ('success', 'failed', 'skipped', 'upstream_failed', 'cancelled', 'removed') LOOP
    SELECT count(*) FILTER (WHERE u.state NOT IN ('success', 'failed', 'skipped', 'upstream_failed', 'cancelled')),
        count(*) FILTER (WHERE u.state IN ('failed', 'upstream_failed', 'cancelled')), count(*) FILTER (WHERE u.state = 'skipped')
      INTO pending, failed, skipped FROM task_instance u WHERE u.run_id = below.run_id AND u.task_id = ANY(below.upstream);
    IF (pending, failed, skipped) IS DISTINCT FROM (below.pending_upstream, below.upstream_failed, below.upstream_skipped) THEN
      INSERT INTO broken_invariant (rule, detail) VALUES ('a task counts how all above it has ended',
        format('%s: %s, not %s', below.id, (below.pending_upstream, below.upstream_failed, below.upstream_skipped), (pending, failed, skipped)));
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER watch_commit_of_task AFTER INSERT OR UPDATE ON task_instance
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION watch_commit_of_task();

CREATE FUNCTION watch_commit_of_run() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE run dag_run; open int;
BEGIN
  SELECT * INTO run FROM dag_run WHERE id = NEW.id;
  IF run.id IS NULL THEN RETURN NULL; END IF;
  SELECT count(*) INTO open FROM task_instance WHERE run_id = run.id
    AND state NOT IN ('success', 'failed', 'skipped', 'upstream_failed', 'cancelled', 'removed');
  IF run.unfinished <> open THEN
    INSERT INTO broken_invariant (rule, detail) VALUES ('a run counts its open tasks', format('%s: %s, not %s', run.id, run.unfinished, open));
  END IF;
  IF open = 0 AND run.state IN ('queued', 'running') THEN
    INSERT INTO broken_invariant (rule, detail) VALUES ('a run closes with its last task', run.id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER watch_commit_of_run AFTER UPDATE ON dag_run
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION watch_commit_of_run();

CREATE FUNCTION watch_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed jsonb := to_jsonb(coalesce(NEW, OLD)); run text := coalesce(changed->>'run_id', changed->>'id');
BEGIN
  IF NOT EXISTS (SELECT 1 FROM event_outbox e WHERE e.xid = pg_current_xact_id()::text::bigint
      AND ((e.topic = 'run' AND e.entity_id = run) OR (e.topic = 'task' AND e.entity_id = changed->>'id'))) THEN
    INSERT INTO broken_invariant (rule, detail) VALUES ('a change is told in its transaction',
      format('%s of %s: %s', TG_OP, TG_TABLE_NAME, changed->>'id'));
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER watch_told_task AFTER UPDATE OF state ON task_instance
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION watch_told();
CREATE CONSTRAINT TRIGGER watch_told_run AFTER INSERT OR DELETE OR UPDATE OF state, reason ON dag_run
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION watch_told();
`;

/** Call after watchInvariants, whose table it uses. */
export async function watchCommits(sql: Sql): Promise<void> {
  await sql.rows(TRIGGERS);
}
