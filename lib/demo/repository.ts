import { deleteBackfillsOf } from "@/lib/backfills";
import type { Sql } from "@/lib/platform/db";
import { removeRuns } from "@/lib/retention";
import { unpinRuns } from "@/lib/runs";
import { DEMO } from "./schema";

/** The demo is the backfill of exactly these days, also one that a person made. */
const IS_DEMO = `b.dag_id = $1 AND b.from_date = $2::timestamptz AND b.to_date = $3::timestamptz`;
const DAYS = [DEMO.dag_id, `${DEMO.from_date}T00:00:00Z`, `${DEMO.to_date}T00:00:00Z`] as const;

export type DemoRow = { id: string; state: string; total: number; ended: number; failed: number };

export async function findDemo(sql: Sql): Promise<DemoRow | undefined> {
  const [row] = await sql.rows<DemoRow>(
    `SELECT b.id, b.state, count(r.id)::int AS total,
       count(r.id) FILTER (WHERE r.finished_at IS NOT NULL)::int AS ended,
       count(r.id) FILTER (WHERE r.state = 'failed')::int AS failed
     FROM backfill b LEFT JOIN dag_run r ON r.backfill_id = b.id
     WHERE ${IS_DEMO} GROUP BY b.id ORDER BY b.id DESC LIMIT 1`,
    DAYS,
  );
  return row;
}

export async function isLoaded(sql: Sql): Promise<boolean> {
  const rows = await sql.rows("SELECT 1 FROM dag WHERE dag_id = $1 AND head_version_id IS NOT NULL", [
    DEMO.dag_id,
  ]);
  return rows.length > 0;
}

export type DemoRun = { id: string; active: boolean };

/** Locks the pipeline's row, as every transaction that starts runs does. */
export async function lockDemoRuns(sql: Sql): Promise<DemoRun[]> {
  await sql.rows("SELECT 1 FROM dag WHERE dag_id = $1 FOR UPDATE", [DEMO.dag_id]);
  return demoRuns(sql);
}

export function demoRuns(sql: Sql): Promise<DemoRun[]> {
  return sql.rows<DemoRun>(
    `SELECT r.id, r.finished_at IS NULL AS active
     FROM dag_run r JOIN backfill b ON b.id = r.backfill_id WHERE ${IS_DEMO} ORDER BY r.id`,
    DAYS,
  );
}

/** Folders of the training sets that the tasks of these runs name in their results; nothing else that a result may name. */
export async function trainingSetsOf(sql: Sql, runIds: readonly string[]): Promise<string[]> {
  const rows = await sql.rows<{ folder: string }>(
    `SELECT DISTINCT folder FROM task_instance,
       substring(result->>'training_set' from '^(features/training-sets/[A-Za-z0-9_-]+/)data\\.parquet$') AS folder
     WHERE run_id = ANY($1::text[]) AND folder IS NOT NULL`,
    [runIds],
  );
  return rows.map(({ folder }) => folder);
}

/** Deletes the runs, also pinned ones, and their backfill. Returns the number of artifacts. */
export async function deleteRuns(sql: Sql, runIds: readonly string[]): Promise<number> {
  await unpinRuns(sql, runIds);
  const { artifacts } = await removeRuns(sql, runIds);
  await deleteBackfillsOf(sql, ...DAYS);
  return artifacts;
}
