import { type Db, poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

type Scheduled = { cron?: string; tasks?: number; kind?: string; catchup?: boolean; maxActiveRuns?: number };

/** Inserts pipelines with a schedule since 2026-01-01 and tasks that do nothing; returns their names in order. */
export async function makeScheduled(
  { db }: { db: Db },
  count: number,
  of: Scheduled = {},
): Promise<string[]> {
  const { cron = "0 0 * * *", tasks = 1, kind = "bash", catchup = false, maxActiveRuns = 16 } = of;
  const name = newId("evt");
  const spec = { tasks: Array.from({ length: tasks }, (_, at) => ({ task_id: `t${at}`, kind })) };
  const sql = poolSql(db.pool);
  await sql.rows(
    `INSERT INTO dag (dag_id, origin, updated_at, schedule_cron, schedule_start, catchup, max_active_runs)
     SELECT $1 || lpad(n::text, 6, '0'), 'api', now(), $2, '2026-01-01Z', $3, $4 FROM generate_series(1, $5::int) n`,
    [name, cron, catchup, maxActiveRuns, count],
  );
  await sql.rows(
    `INSERT INTO dag_version (id, dag_id, number, spec, spec_sha256, layout, origin)
     SELECT 'v' || dag_id, dag_id, 1, $2::jsonb, 'x', '{}', 'api' FROM dag WHERE dag_id LIKE $1 || '%'`,
    [name, JSON.stringify(spec)],
  );
  const rows = await sql.rows<{ id: string }>(
    `UPDATE dag SET head_version_id = 'v' || dag_id WHERE dag_id LIKE $1 || '%' RETURNING dag_id AS id`,
    [name],
  );
  return rows.map(({ id }) => id).sort();
}
