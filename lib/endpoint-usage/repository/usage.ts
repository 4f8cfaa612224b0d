import type { Sql } from "@/lib/platform/db";
import type { UsageRow } from "../tally";

export type Counts = { requests: number; refused: number; errors: number };
export type Measured = Counts & { latency: number[] };
export type CallerCounts = Counts & { type: string; id: string; name: string; lastAt: Date };

/** One statement for all rows, in the order of the key, so that two processes never wait for each other. */
export async function addUsage(sql: Sql, rows: readonly UsageRow[]): Promise<void> {
  await sql.hot(
    `INSERT INTO endpoint_usage AS held
       (endpoint_id, minute, caller_type, caller_id, caller_name, requests, refused, errors, latency)
     SELECT e.id, u.minute::timestamptz, u.caller_type, u.caller_id, u.caller_name, u.requests::int, u.refused::int,
       u.errors::int, u.latency::int[]
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
       AS u (endpoint, minute, caller_type, caller_id, caller_name, requests, refused, errors, latency)
     JOIN endpoint e ON e.name = u.endpoint
     ORDER BY e.id, u.minute, u.caller_type, u.caller_id
     ON CONFLICT (endpoint_id, minute, caller_type, caller_id) DO UPDATE SET
       caller_name = excluded.caller_name,
       requests = held.requests + excluded.requests,
       refused = held.refused + excluded.refused,
       errors = held.errors + excluded.errors,
       latency = ARRAY(SELECT part.was + part.more
         FROM unnest(held.latency, excluded.latency) WITH ORDINALITY AS part (was, more, at) ORDER BY part.at)`,
    [
      rows.map(({ endpoint }) => endpoint),
      rows.map(({ minute }) => minute.toISOString()),
      rows.map(({ caller }) => caller.type),
      rows.map(({ caller }) => caller.id),
      rows.map(({ caller }) => caller.name),
      rows.map(({ requests }) => String(requests)),
      rows.map(({ refused }) => String(refused)),
      rows.map(({ errors }) => String(errors)),
      rows.map(({ latency }) => `{${latency.join(",")}}`),
    ],
  );
}

/** Sums by a key, which is SQL over one row of usage. */
const summed = (key: string, condition: string) => `
  WITH used AS (SELECT ${key} AS key, requests, refused, errors, latency FROM endpoint_usage WHERE ${condition}),
  totals AS (SELECT key, sum(requests)::float8 AS requests, sum(refused)::float8 AS refused,
    sum(errors)::float8 AS errors FROM used GROUP BY key),
  spread AS (SELECT used.key, part.at, sum(part.count)::float8 AS count
    FROM used, unnest(used.latency) WITH ORDINALITY AS part (count, at) GROUP BY used.key, part.at),
  latencies AS (SELECT key, array_agg(count ORDER BY at) AS latency FROM spread GROUP BY key)
  SELECT key, requests, refused, errors, latency FROM totals JOIN latencies USING (key)`;

/** Of every endpoint that was asked since, or of one. */
export function usageByEndpoint(
  sql: Sql,
  since: Date,
  endpoint: string | null = null,
): Promise<(Measured & { endpoint: string })[]> {
  return sql.rows(
    `SELECT e.name AS endpoint, s.requests, s.refused, s.errors, s.latency
     FROM (${summed("endpoint_id", "minute >= $1 AND ($2::text IS NULL OR endpoint_id = (SELECT id FROM endpoint WHERE name = $2::text))")}) s JOIN endpoint e ON e.id = s.key ORDER BY e.name`,
    [since, endpoint],
  );
}

/** Of one endpoint, by steps of so many minutes; only steps in which it was asked. */
export function usageByStep(
  sql: Sql,
  { endpoint, since, stepMinutes }: { endpoint: string; since: Date; stepMinutes: number },
): Promise<(Measured & { at: Date })[]> {
  return sql.rows(
    `SELECT s.key AS at, s.requests, s.refused, s.errors, s.latency FROM (${summed(
      "date_bin(make_interval(mins => $3::int), minute, 'epoch')",
      "endpoint_id = (SELECT id FROM endpoint WHERE name = $1) AND minute >= $2",
    )}) s ORDER BY s.key`,
    [endpoint, since, stepMinutes],
  );
}

/** Who asked one endpoint since, those who asked most first. */
export function usageByCaller(
  sql: Sql,
  { endpoint, since, most }: { endpoint: string; since: Date; most: number },
): Promise<CallerCounts[]> {
  return sql.rows(
    `SELECT caller_type AS type, caller_id AS id, (array_agg(caller_name ORDER BY minute DESC))[1] AS name,
       sum(requests)::float8 AS requests, sum(refused)::float8 AS refused, sum(errors)::float8 AS errors,
       max(minute) AS "lastAt"
     FROM endpoint_usage WHERE endpoint_id = (SELECT id FROM endpoint WHERE name = $1) AND minute >= $2
     GROUP BY caller_type, caller_id ORDER BY sum(requests) DESC, caller_type, caller_id LIMIT $3`,
    [endpoint, since, most],
  );
}

/** Returns how many went; call again while there are any. */
export async function removeUsageBefore(sql: Sql, before: Date, most: number): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    `WITH old AS (SELECT ctid FROM endpoint_usage WHERE minute < $1 LIMIT $2),
       gone AS (DELETE FROM endpoint_usage u USING old WHERE u.ctid = old.ctid RETURNING 1)
     SELECT count(*)::int AS count FROM gone`,
    [before, most],
  );
  return row?.count ?? 0;
}
