import { type Db, type Sql, type Tx, txSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";

type Store = Tx | Db["prisma"];

export type VariableRow = NonNullable<Awaited<ReturnType<typeof findVariable>>>;
export const findVariable = (store: Store, key: string) => store.variable.findUnique({ where: { key } });
export const listVariableRows = (store: Store) => store.variable.findMany({ orderBy: { key: "asc" } });
export const findVariables = (store: Store, keys: readonly string[]) =>
  store.variable.findMany({ where: { key: { in: [...keys] } } });
export const insertVariable = (store: Store, data: Parameters<Tx["variable"]["create"]>[0]["data"]) =>
  store.variable.create({ data });
export const updateVariable = (
  store: Store,
  key: string,
  data: Parameters<Tx["variable"]["update"]>[0]["data"],
) => store.variable.update({ where: { key }, data: { ...data, version: { increment: 1 } } });
export const deleteVariableRow = (store: Store, key: string) => store.variable.delete({ where: { key } });

export type ConnectionRow = NonNullable<Awaited<ReturnType<typeof findConnection>>>;
export const findConnection = (store: Store, id: string) => store.connection.findUnique({ where: { id } });
export const listConnectionRows = (store: Store) => store.connection.findMany({ orderBy: { id: "asc" } });
export const insertConnection = (store: Store, data: Parameters<Tx["connection"]["create"]>[0]["data"]) =>
  store.connection.create({ data });
export const updateConnection = (
  store: Store,
  id: string,
  data: Parameters<Tx["connection"]["update"]>[0]["data"],
) => store.connection.update({ where: { id }, data: { ...data, version: { increment: 1 } } });
export const deleteConnectionRow = (store: Store, id: string) => store.connection.delete({ where: { id } });

export type PoolRow = NonNullable<Awaited<ReturnType<typeof findPool>>>;
export const findPool = (store: Store, name: string) => store.pool.findUnique({ where: { name } });
export const listPoolRows = (store: Store) => store.pool.findMany({ orderBy: { name: "asc" } });
export const insertPool = (store: Store, data: Parameters<Tx["pool"]["create"]>[0]["data"]) =>
  store.pool.create({ data });
export const updatePool = (store: Store, name: string, data: Parameters<Tx["pool"]["update"]>[0]["data"]) =>
  store.pool.update({ where: { name }, data: { ...data, version: { increment: 1 } } });
export const deletePoolRow = (store: Store, name: string) => store.pool.delete({ where: { name } });

const TABLES = {
  variable: { table: "variable", key: "key" },
  connection: { table: "connection", key: "connection_id" },
  pool: { table: "pool", key: "name" },
} as const;
export type SettingKind = keyof typeof TABLES;

/** Two changes of one setting wait for each other here; the second then sees the first one's version. Throws NotFound. */
export async function lockSetting(tx: Tx, kind: SettingKind, id: string): Promise<void> {
  const { table, key } = TABLES[kind];
  const rows = await txSql(tx).rows(`SELECT 1 FROM ${table} WHERE ${key} = $1 FOR UPDATE`, [id]);
  if (rows.length === 0) throw new NotFoundError(kind, id);
}

export type UserRow = { dag_id: string; is_paused: boolean; is_stale: boolean; task_ids: string[] };

/**
 * Pipelines whose head version has a task that names the setting. `@>` on the whole spec comes first, so few specs are
 * unpacked.
 */
export function listUsers(sql: Sql, kind: SettingKind, id: string): Promise<UserRow[]> {
  const task = { variable: { secrets: [id] }, connection: { connection: id }, pool: { pool: id } }[kind];
  return sql.rows<UserRow>(
    `SELECT d.dag_id, d.is_paused, d.stale_at IS NOT NULL AS is_stale, array_agg(t ->> 'task_id' ORDER BY n) AS task_ids
       FROM dag d JOIN dag_version v ON v.id = d.head_version_id
      CROSS JOIN LATERAL jsonb_array_elements(v.spec -> 'tasks') WITH ORDINALITY AS task (t, n)
      WHERE v.spec @> $1::jsonb AND t @> $2::jsonb
      GROUP BY d.dag_id, d.is_paused, d.stale_at ORDER BY d.dag_id`,
    [JSON.stringify({ tasks: [task] }), JSON.stringify(task)],
  );
}

export type PoolLoad = { pool: string; running_slots: number; queued_slots: number; waiting_tasks: number };

/** Slots in use and tasks that wait for slots, by the engine's rules: queued and running tasks occupy their slots. */
export function poolLoads(sql: Sql): Promise<PoolLoad[]> {
  return sql.rows<PoolLoad>(
    `SELECT t.pool,
            coalesce(sum(t.pool_slots) FILTER (WHERE t.state IN ('running', 'restarting')), 0)::int AS running_slots,
            coalesce(sum(t.pool_slots) FILTER (WHERE t.state = 'queued'), 0)::int AS queued_slots,
            count(*) FILTER (WHERE t.state IN ('none', 'up_for_retry'))::int AS waiting_tasks
       FROM task_instance t JOIN dag_run r ON r.id = t.run_id
      WHERE r.state = 'running'
        AND (t.state IN ('queued', 'running', 'restarting')
          OR (t.state = 'none' AND t.pending_upstream = 0)
          OR (t.state = 'up_for_retry' AND t.eligible_at <= now()))
      GROUP BY t.pool`,
  );
}

/** Unfinished tasks of the pool in unfinished runs. */
export async function countPoolTasks(sql: Sql, pool: string): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM task_instance t JOIN dag_run r ON r.id = t.run_id
      WHERE r.state IN ('queued', 'running') AND t.pool = $1
        AND t.state IN ('none', 'queued', 'running', 'restarting', 'up_for_retry')`,
    [pool],
  );
  return row?.count ?? 0;
}
