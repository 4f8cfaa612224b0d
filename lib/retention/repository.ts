import type { Sql } from "@/lib/platform/db";
import type { PolicyInput, Removed } from "./schema";

export type PolicyRow = PolicyInput & {
  version: number;
  last_round_at: Date | null;
  last_round: unknown;
};

const POLICY = `run_days, runs_per_dag AS runs_per_pipeline, version_days, worker_days, version, last_round_at, last_round`;

export async function readPolicy(sql: Sql, lock: "" | "FOR UPDATE" = ""): Promise<PolicyRow> {
  const [row] = await sql.rows<PolicyRow>(`SELECT ${POLICY} FROM retention_policy ${lock}`);
  if (!row) throw new Error("The row of retention_policy is missing; the migration makes it");
  return row;
}

export async function writePolicy(sql: Sql, policy: PolicyInput): Promise<PolicyRow> {
  const [row] = await sql.rows<PolicyRow>(
    `UPDATE retention_policy SET run_days = $1::int, runs_per_dag = $2::int, version_days = $3::int,
       worker_days = $4::int, version = version + 1 RETURNING ${POLICY}`,
    [policy.run_days, policy.runs_per_pipeline, policy.version_days, policy.worker_days],
  );
  if (!row) throw new Error("The row of retention_policy is missing; the migration makes it");
  return row;
}

export async function writeRound(sql: Sql, round: unknown): Promise<void> {
  await sql.rows("UPDATE retention_policy SET last_round_at = now(), last_round = $1::jsonb", [
    JSON.stringify(round),
  ]);
}

/** Retention never deletes pinned runs, the newest ended run of a pipeline, or runs of an active backfill. */
const MAY_GO = `r.finished_at IS NOT NULL AND r.state NOT IN ('queued', 'running') AND r.pinned_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM backfill b WHERE b.id = r.backfill_id AND b.state IN ('running', 'paused'))
  AND r.id <> (SELECT max(n.id) FROM dag_run n WHERE n.dag_id = r.dag_id AND n.finished_at IS NOT NULL)`;

/**
 * Runs beyond the limits of age or number, the oldest first: at least one, and at most about `tasks` task instances in
 * all. Each half follows an index: finished_at, and (dag_id, id) once for each pipeline.
 */
export async function runsToGo(
  sql: Sql,
  policy: Pick<PolicyInput, "run_days" | "runs_per_pipeline">,
  tasks: number,
): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `WITH old AS (
       SELECT r.id FROM dag_run r WHERE $1::int IS NOT NULL
         AND r.finished_at < now() - $1::int * interval '1 day' AND ${MAY_GO} ORDER BY r.finished_at LIMIT 100
     ), surplus AS (
       SELECT over.id FROM dag d CROSS JOIN LATERAL (
         SELECT r.id, r.backfill_id, r.dag_id, r.state, r.pinned_at, r.finished_at FROM dag_run r
         WHERE r.dag_id = d.dag_id AND r.finished_at IS NOT NULL AND r.pinned_at IS NULL
         ORDER BY r.id DESC OFFSET $2::int
       ) over JOIN dag_run r ON r.id = over.id WHERE $2::int IS NOT NULL AND ${MAY_GO} LIMIT 100
     ), chosen AS (
       SELECT id, (SELECT count(*) FROM task_instance t WHERE t.run_id = c.id) AS tasks
       FROM (SELECT id FROM old UNION SELECT id FROM surplus) c
     )
     SELECT id FROM (
       SELECT id, sum(tasks) OVER (ORDER BY id) AS upto, row_number() OVER (ORDER BY id) AS place FROM chosen
     ) s WHERE s.place = 1 OR s.upto <= $3::int ORDER BY id`,
    [policy.run_days, policy.runs_per_pipeline, tasks],
  );
  return rows.map((row) => row.id);
}

const NOTHING: Removed = { runs: 0, tasks: 0, attempts: 0, artifacts: 0, bytes: 0 };

/** Counts and bytes of what is deleted with these runs. */
export async function weigh(sql: Sql, runIds: readonly string[]): Promise<Removed> {
  const [row] = await sql.rows<Removed>(
    `SELECT (SELECT count(*) FROM dag_run WHERE id = ANY($1::text[]))::int AS runs,
       (SELECT count(*) FROM task_instance WHERE run_id = ANY($1::text[]))::int AS tasks,
       a.attempts::int, f.artifacts::int, (a.bytes + f.bytes)::float8 AS bytes
     FROM (SELECT count(*) AS attempts, coalesce(sum(log_bytes), 0) AS bytes FROM task_attempt WHERE run_id = ANY($1::text[])) a,
       (SELECT count(*) AS artifacts, coalesce(sum(size_bytes), 0) AS bytes FROM artifact WHERE run_id = ANY($1::text[])) f`,
    [runIds],
  );
  return row ?? NOTHING;
}

/** Locks the ended, unpinned runs among these. Runs that were cleared or pinned meanwhile are left out. */
export async function lockEnded(sql: Sql, runIds: readonly string[]): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT id FROM dag_run WHERE id = ANY($1::text[]) AND state NOT IN ('queued', 'running') AND pinned_at IS NULL
     ORDER BY id FOR UPDATE`,
    [runIds],
  );
  return rows.map((row) => row.id);
}

/** Ended runs of a pipeline, the oldest first: at least one, and at most about `tasks` task instances in all. */
export async function endedRunsOf(sql: Sql, dagId: string, tasks: number): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `SELECT id FROM (
       SELECT id, sum(tasks) OVER (ORDER BY id) AS upto, row_number() OVER (ORDER BY id) AS place FROM (
         SELECT r.id, (SELECT count(*) FROM task_instance t WHERE t.run_id = r.id) AS tasks
         FROM dag_run r WHERE r.dag_id = $1 AND r.state NOT IN ('queued', 'running') ORDER BY r.id LIMIT 100) c
     ) s WHERE s.place = 1 OR s.upto <= $2::int ORDER BY id`,
    [dagId, tasks],
  );
  return rows.map((row) => row.id);
}

export type RunState = {
  id: string;
  dagId: string;
  runKey: string;
  isActive: boolean;
  pinnedAt: Date | null;
};

/** A run counts as active while its backfill is. */
export async function runState(
  sql: Sql,
  runId: string,
  lock: "" | "FOR UPDATE OF r",
): Promise<RunState | undefined> {
  const [row] = await sql.rows<RunState>(
    `SELECT r.id, r.dag_id AS "dagId", r.run_key AS "runKey", r.pinned_at AS "pinnedAt",
       r.state IN ('queued', 'running') OR coalesce(b.state IN ('running', 'paused'), false) AS "isActive"
     FROM dag_run r LEFT JOIN backfill b ON b.id = r.backfill_id WHERE r.id = $1 ${lock}`,
    [runId],
  );
  return row;
}

export type DagState = {
  dagId: string;
  /** When the row was made: tells it from one of the same name that comes after it. */
  madeAt: string;
  hasFile: boolean;
  active: number;
  backfills: number;
  versions: number;
};

/** With `lock`, no other transaction starts, saves or pauses the pipeline until this one ends. */
export async function dagState(
  sql: Sql,
  dagId: string,
  lock: "" | "FOR UPDATE",
): Promise<DagState | undefined> {
  const [dag] = await sql.rows<{ hasFile: boolean; madeAt: Date }>(
    `SELECT created_at AS "madeAt", origin = 'file' AND stale_at IS NULL AS "hasFile" FROM dag WHERE dag_id = $1 ${lock}`,
    [dagId],
  );
  if (!dag) return undefined;
  const [counts] = await sql.rows<Omit<DagState, "dagId" | "hasFile" | "madeAt">>(
    `SELECT (SELECT count(*) FROM dag_run WHERE dag_id = $1 AND state IN ('queued', 'running'))::int
         + (SELECT count(*) FROM backfill WHERE dag_id = $1 AND state IN ('running', 'paused'))::int AS active,
       (SELECT count(*) FROM backfill WHERE dag_id = $1)::int AS backfills,
       (SELECT count(*) FROM dag_version WHERE dag_id = $1)::int AS versions`,
    [dagId],
  );
  const { hasFile, madeAt } = dag;
  return { dagId, hasFile, madeAt: madeAt.toISOString(), active: 0, backfills: 0, versions: 0, ...counts };
}

/** Counts and bytes of what is deleted with a pipeline's runs. */
export async function weighDag(sql: Sql, dagId: string): Promise<Removed> {
  const [row] = await sql.rows<Removed>(
    `SELECT (SELECT count(*) FROM dag_run WHERE dag_id = $1)::int AS runs,
       (SELECT count(*) FROM task_instance WHERE dag_id = $1)::int AS tasks,
       a.attempts::int, f.artifacts::int, (a.bytes + f.bytes)::float8 AS bytes
     FROM (SELECT count(*) AS attempts, coalesce(sum(log_bytes), 0) AS bytes FROM task_attempt WHERE dag_id = $1) a,
       (SELECT count(*) AS artifacts, coalesce(sum(size_bytes), 0) AS bytes FROM artifact WHERE dag_id = $1) f`,
    [dagId],
  );
  return row ?? NOTHING;
}
