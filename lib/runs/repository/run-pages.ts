import type { Sql } from "@/lib/platform/db";
import type { RunFilter, RunSort } from "../list-schema";
import { BEGAN, LOGICAL, runWhere } from "./run-where";

/** In seconds; a run that has not ended has none and comes last. */
const LASTED = (last: number) => `coalesce(date_part('epoch', r.finished_at - r.started_at), ${last})`;

/** A time as this database writes it in UTC. */
export const TIME = /^(?:-?infinity|\d{4,6}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})?\+00)$/;
const NUMBER = /^-?\d{1,20}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?$/;

/** The key of an order, its type, and what a cursor has of it. A key is never null, so a row comparison pages on it. */
type Order = { key: string; type: "timestamptz" | "float8"; form: RegExp; desc: boolean };

export const ORDERS: Record<Exclude<RunSort, "-created">, Order> = {
  "-started": { key: BEGAN, type: "timestamptz", form: TIME, desc: true },
  started: { key: BEGAN, type: "timestamptz", form: TIME, desc: false },
  "-logical_date": { key: LOGICAL, type: "timestamptz", form: TIME, desc: true },
  logical_date: {
    key: "coalesce(r.logical_date, 'infinity'::timestamptz)",
    type: "timestamptz",
    form: TIME,
    desc: false,
  },
  "-duration": { key: LASTED(-1), type: "float8", form: NUMBER, desc: true },
  duration: { key: LASTED(1e15), type: "float8", form: NUMBER, desc: false },
};

export type RunAt = { key: string | null; id: string };

/** The ids of a page in order, each with the key that its place is of. */
export async function runPage(
  sql: Sql,
  filter: RunFilter,
  { sort, after, take }: { sort: RunSort; after: RunAt | null; take: number },
): Promise<RunAt[]> {
  const { text, params } = runWhere(filter);
  if (sort === "-created") {
    const before = after ? `AND r.id < $${params.push(after.id)}` : "";
    return sql.rows<RunAt>(
      `SELECT r.id, NULL AS key FROM dag_run r WHERE ${text} ${before} ORDER BY r.id DESC LIMIT $${params.push(take)}::int`,
      params,
    );
  }
  const { key, type, desc } = ORDERS[sort];
  const [sign, way] = desc ? ["<", "DESC"] : [">", "ASC"];
  const beyond = after
    ? `AND (${key}, r.id) ${sign} ($${params.push(after.key)}::text::${type}, $${params.push(after.id)}::text)`
    : "";
  return sql.rows<RunAt>(
    `SELECT r.id, (${key})::text AS key FROM dag_run r WHERE ${text} ${beyond}
     ORDER BY ${key} ${way}, r.id ${way} LIMIT $${params.push(take)}::int`,
    params,
  );
}

/** Runs of each of these states, counted up to `most`. */
export async function countStates(
  sql: Sql,
  filter: RunFilter,
  states: readonly string[],
  most: number,
): Promise<{ state: string; count: number }[]> {
  const { text, params } = runWhere({ ...filter, state: undefined }, [states, most]);
  return sql.rows(
    `SELECT s.state, found.count FROM unnest($1::text[]) AS s(state) CROSS JOIN LATERAL (
       SELECT count(*)::int AS count FROM (
         SELECT 1 FROM dag_run r WHERE r.state = s.state AND ${text} LIMIT $2::int) counted) found`,
    params,
  );
}

/** Who started runs, by name. Jumps from name to name in the index. */
export async function starters(sql: Sql, most: number): Promise<string[]> {
  const rows = await sql.rows<{ name: string }>(
    `WITH RECURSIVE found AS (
       (SELECT triggered_by AS name FROM dag_run WHERE triggered_by IS NOT NULL ORDER BY triggered_by LIMIT 1)
       UNION ALL
       SELECT (SELECT r.triggered_by FROM dag_run r WHERE r.triggered_by > found.name ORDER BY r.triggered_by LIMIT 1)
       FROM found WHERE found.name IS NOT NULL
     )
     SELECT name FROM found WHERE name IS NOT NULL LIMIT $1::int`,
    [most],
  );
  return rows.map(({ name }) => name);
}

export async function pipelinesAndTags(
  sql: Sql,
  most: number,
): Promise<{ pipelines: string[]; tags: string[] }> {
  const [row] = await sql.rows<{ pipelines: string[]; tags: string[] }>(
    `SELECT ARRAY(SELECT dag_id FROM dag ORDER BY dag_id LIMIT $1::int) AS pipelines,
       ARRAY(SELECT DISTINCT tag FROM dag, unnest(tags) tag ORDER BY tag LIMIT $1::int) AS tags`,
    [most],
  );
  return row ?? { pipelines: [], tags: [] };
}
