import type { Sql } from "@/lib/platform/db";

export type PipelineRow = { dag_id: string; description: string | null; is_paused: boolean };
export type RunRow = { id: string; dag_id: string; run_key: string; state: string };
export type TaskRow = { dag_id: string; task_id: string; kind: string };
export type UserRow = { id: string; name: string; email: string };

/** Names of pipelines and people are matched in the process (initial consonants): all of them, so many at a time. */
const PAGE = 2_000;

/** Between two pages others have their turn. */
export async function* pipelineNames(sql: Sql): AsyncGenerator<PipelineRow> {
  for (let after = ""; ; ) {
    const rows = await sql.rows<PipelineRow>(
      "SELECT dag_id, description, is_paused FROM dag WHERE dag_id > $1 ORDER BY dag_id LIMIT $2",
      [after, PAGE],
    );
    yield* rows;
    const last = rows[PAGE - 1];
    if (!last) return;
    after = last.dag_id;
  }
}

/** By name. */
export async function* people(sql: Sql): AsyncGenerator<UserRow> {
  for (let after = { name: "", id: "" }; ; ) {
    const rows = await sql.rows<UserRow>(
      `SELECT id, name, email FROM user_account WHERE deactivated_at IS NULL AND (name, id) > ($1, $2)
       ORDER BY name, id LIMIT $3`,
      [after.name, after.id, PAGE],
    );
    yield* rows;
    const last = rows[PAGE - 1];
    if (!last) return;
    after = last;
  }
}

/** The range lets the primary key answer in any collation; LIKE then decides. */
export function findRunsByIdPrefix(sql: Sql, prefix: string, limit: number): Promise<RunRow[]> {
  return sql.rows<RunRow>(
    `SELECT id, dag_id, run_key, state FROM dag_run
      WHERE id >= $1 AND id <= $1 || 'ZZZZZZZZZZZZZZZZZZZZZZZZZZ' AND id LIKE $2 ORDER BY id DESC LIMIT $3`,
    [prefix, `${escapeLike(prefix)}%`, limit],
  );
}

export function findRunsByKey(
  sql: Sql,
  dagIds: readonly string[],
  part: string,
  limit: number,
): Promise<RunRow[]> {
  return sql.rows<RunRow>(
    `SELECT id, dag_id, run_key, state FROM dag_run
      WHERE dag_id = ANY($1) AND run_key LIKE $2 ORDER BY id DESC LIMIT $3`,
    [dagIds, `%${escapeLike(part)}%`, limit],
  );
}

export function findTasks(sql: Sql, parts: readonly string[], limit: number): Promise<TaskRow[]> {
  return sql.rows<TaskRow>(
    `SELECT d.dag_id, t.task ->> 'task_id' AS task_id, t.task ->> 'kind' AS kind
       FROM dag d
       JOIN dag_version v ON v.id = d.head_version_id
      CROSS JOIN LATERAL jsonb_array_elements(v.spec -> 'tasks') AS t(task)
      WHERE t.task ->> 'task_id' ILIKE ANY($1)
      ORDER BY length(t.task ->> 'task_id'), d.dag_id, task_id LIMIT $2`,
    [parts.map((part) => `%${escapeLike(part)}%`), limit],
  );
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (mark) => `\\${mark}`);
}
