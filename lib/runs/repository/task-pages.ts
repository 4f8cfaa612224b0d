import type { Sql } from "@/lib/platform/db";
import type { TaskFilter } from "../task-list-schema";
import { BEGAN, runWhere, type Where } from "./run-where";

/** Tasks of the newest runs first: the run's place, then the task's. */
export type TaskAt = { began: string; runId: string; id: string };

const FROM = `FROM task_instance t JOIN dag_run r ON r.id = t.run_id
  LEFT JOIN task_attempt a ON a.id = t.current_attempt_id`;

function taskWhere({ state, q, task_id, worker_id, queue, pool, ...ofRun }: TaskFilter): Where {
  const { text, params } = runWhere(ofRun);
  const given = (value: unknown) => `$${params.push(value)}`;
  const conditions = [
    text,
    "t.state <> 'removed'",
    state === undefined || state.length === 0
      ? null
      : state.length === 1
        ? // As a constant, because the index of failed tasks serves only where the planner sees the state.
          state[0] === "failed"
          ? "t.state = 'failed'"
          : `t.state = ${given(state[0])}`
        : `t.state = ANY(${given(state)}::text[])`,
    task_id === undefined ? null : `t.task_id = ${given(task_id)}`,
    worker_id === undefined ? null : `a.worker_id = ${given(worker_id)}`,
    queue === undefined ? null : `t.queue = ${given(queue)}`,
    pool === undefined ? null : `t.pool = ${given(pool)}`,
    q === undefined || q.trim() === "" ? null : hasText(given(likeText(q.trim()))),
  ].filter((condition) => condition !== null);
  return { text: conditions.join(" AND "), params };
}

function likeText(text: string): string {
  return `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
}

function hasText(part: string): string {
  return `(t.task_id ILIKE ${part} OR a.error_detail ILIKE ${part} OR a.error_code ILIKE ${part})`;
}

export async function taskPage(
  sql: Sql,
  filter: TaskFilter,
  { after, take }: { after: TaskAt | null; take: number },
): Promise<(Record<string, unknown> & TaskAt)[]> {
  const { text, params } = taskWhere(filter);
  const given = (value: unknown) => `$${params.push(value)}`;
  const beyond = after
    ? `AND (${BEGAN}, r.id, t.id) < (${given(after.began)}::text::timestamptz, ${given(after.runId)}::text, ${given(after.id)}::text)`
    : "";
  return sql.rows(
    `SELECT t.id, t.run_id, t.run_id AS "runId", (${BEGAN})::text AS began, t.dag_id, t.task_id, t.state, t.try_number,
       t.max_tries, a.worker_id, t.queued_at, t.started_at, t.finished_at,
       CASE WHEN t.state = 'failed' THEN a.error_code END AS code,
       CASE WHEN t.state = 'failed' THEN left(a.error_detail, 500) END AS detail,
       CASE WHEN t.state = 'failed' THEN a.exit_code END AS exit_code,
       r.run_key, r.run_type, r.state AS run_state, r.logical_date, r.data_interval_start, r.data_interval_end,
       (SELECT d.schedule_time_zone FROM dag d WHERE d.dag_id = r.dag_id) AS time_zone
     ${FROM} WHERE ${text} ${beyond}
     ORDER BY ${BEGAN} DESC, r.id DESC, t.id DESC LIMIT ${given(take)}::int`,
    params,
  );
}

/** Null when there are more than `most`. */
export async function countTasks(
  sql: Sql,
  filter: TaskFilter,
  most: number,
): Promise<Record<string, number> | null> {
  const { text, params } = taskWhere({ ...filter, state: undefined });
  params.push(most + 1);
  const rows = await sql.rows<{ state: string; count: number }>(
    `SELECT counted.state, count(*)::int AS count FROM (
       SELECT t.state ${FROM} WHERE ${text} LIMIT $${params.length}::int) counted GROUP BY counted.state`,
    params,
  );
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return total > most ? null : Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}
