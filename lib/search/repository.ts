import type { Sql } from "@/lib/platform/db";

export type PipelineRow = { dag_id: string; description: string | null; is_paused: boolean };
export type NamedRow = {
  run_key: string;
  run_type: string;
  logical_date: Date | null;
  data_interval_start: Date | null;
  data_interval_end: Date | null;
  time_zone: string | null;
};
export type RunRow = NamedRow & { id: string; dag_id: string; state: string };
export type ArtifactRow = NamedRow & { id: string; dag_id: string; path: string };
export type TaskRow = { dag_id: string; task_id: string; kind: string };
export type UserRow = { id: string; name: string; email: string };

/** Names of pipelines and people are matched in this process (initial consonants), so all are read, in pages of this size. */
const PAGE = 2_000;

/** Yields between pages. */
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

const NAMED = `r.run_key, r.run_type, r.logical_date, r.data_interval_start, r.data_interval_end,
  d.schedule_time_zone AS time_zone`;
const RUN = `SELECT r.id, r.dag_id, r.state, ${NAMED}`;

/** The range uses the primary key in any collation; LIKE then decides. */
export function findRunsByIdPrefix(sql: Sql, prefix: string, limit: number): Promise<RunRow[]> {
  return sql.rows<RunRow>(
    `${RUN} FROM dag_run r JOIN dag d ON d.dag_id = r.dag_id
      WHERE r.id >= $1 AND r.id <= $1 || 'ZZZZZZZZZZZZZZZZZZZZZZZZZZ' AND r.id LIKE $2 ORDER BY r.id DESC LIMIT $3`,
    [prefix, `${escapeLike(prefix)}%`, limit],
  );
}

/** Conditions without an index are checked on so many of the newest runs; on more within one pipeline. */
const NEWEST_RUNS = 5_000;
const NEWEST_OF_PIPELINES = 20_000;

/** Runs by the words of a text. A day means that of the run's name; a time is in the reader's zone. */
export function findRunsByWords(
  sql: Sql,
  words: { state: string | null; type: string | null; date: string | null; time: string | null },
  of: { dagIds: readonly string[] | null; zone: string },
  limit: number,
): Promise<RunRow[]> {
  return sql.rows<RunRow>(
    `${RUN} FROM (
         SELECT * FROM dag_run WHERE $1::text[] IS NULL OR dag_id = ANY($1) ORDER BY id DESC LIMIT $2::int
       ) r JOIN dag d ON d.dag_id = r.dag_id
      WHERE ($3::text IS NULL OR r.state = $3) AND ($4::text IS NULL OR r.run_type = $4)
        AND ($5::text IS NULL OR r.run_key LIKE '%' || $5 || '%' OR to_char(coalesce(
          r.logical_date AT TIME ZONE coalesce(d.schedule_time_zone, 'UTC'), r.run_after AT TIME ZONE $7),
          'YYYY-MM-DD') LIKE $5)
        AND ($6::text IS NULL OR to_char(coalesce(r.logical_date, r.run_after) AT TIME ZONE $7, 'HH24:MI') = $6)
      ORDER BY r.id DESC LIMIT $8::int`,
    [
      of.dagIds,
      of.dagIds === null ? NEWEST_RUNS : NEWEST_OF_PIPELINES,
      words.state,
      words.type,
      words.date,
      words.time,
      of.zone,
      limit,
    ],
  );
}

/** Runs with exactly this key, then newer ones whose key contains the text. */
export function findRunsByKey(sql: Sql, part: string, limit: number): Promise<RunRow[]> {
  return sql.rows<RunRow>(
    `(${RUN}, 0 AS place FROM dag d JOIN dag_run r ON r.dag_id = d.dag_id AND r.run_key = $1 LIMIT $3::int)
     UNION ALL
     (${RUN}, 1 AS place FROM (SELECT * FROM dag_run ORDER BY id DESC LIMIT ${NEWEST_RUNS}) r
        JOIN dag d ON d.dag_id = r.dag_id
       WHERE r.run_key LIKE $2 AND r.run_key <> $1 ORDER BY r.id DESC LIMIT $3::int)
     ORDER BY place, id DESC LIMIT $3::int`,
    [part, `%${escapeLike(part)}%`, limit],
  );
}

/** Those of the newest artifacts whose path contains the text. */
export function findArtifacts(sql: Sql, part: string, limit: number): Promise<ArtifactRow[]> {
  return sql.rows<ArtifactRow>(
    `SELECT a.id, a.dag_id, a.path, ${NAMED}
       FROM (SELECT * FROM artifact ORDER BY created_at DESC, id DESC LIMIT ${NEWEST_RUNS}) a
       JOIN dag_run r ON r.id = a.run_id JOIN dag d ON d.dag_id = a.dag_id
      WHERE strpos(lower(a.path), lower($1)) > 0 ORDER BY a.created_at DESC, a.id DESC LIMIT $2::int`,
    [part, limit],
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
