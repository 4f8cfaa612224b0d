import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import type { Standing } from "./next-state";
import type { AlertMetric, AlertState } from "./values";

export type AlertRow = Standing & {
  id: string;
  endpoint: string;
  name: string;
  metric: AlertMetric;
  input: string | null;
  output: string | null;
  comparison: "above" | "below";
  threshold: number;
  windowMinutes: number;
  minRows: number;
  looks: number;
  webhookId: string | null;
  enabled: boolean;
  value: number | null;
  subject: string | null;
  error: string | null;
  lookedAt: Date | null;
  version: number;
  createdBy: string;
  createdAt: Date;
  updatedAt: Date;
};

const COLUMNS = `a.id, e.name AS endpoint, a.name, a.metric, a.input, a.output, a.comparison, a.threshold,
  a.window_minutes AS "windowMinutes", a.min_rows AS "minRows", a.looks, a.webhook_id AS "webhookId", a.enabled, a.state, a.since,
  a.seen, a.seen_times AS "seenTimes", a.value, a.subject, a.error, a.looked_at AS "lookedAt", a.version,
  a.created_by AS "createdBy", a.created_at AS "createdAt", a.updated_at AS "updatedAt"`;
const FROM = "FROM alert_rule a JOIN endpoint e ON e.id = a.endpoint_id";

type Wanted = { endpoint?: string; state?: AlertState | undefined };

/** Those that fire first, then by name. */
export function listAlertRows(sql: Sql, { endpoint, state }: Wanted): Promise<AlertRow[]> {
  const binds = new Binds();
  const conditions = ["true"];
  if (endpoint !== undefined) conditions.push(`e.name = ${binds.add(endpoint, "text")}`);
  if (state !== undefined) conditions.push(`a.enabled AND a.state = ${binds.add(state, "text")}`);
  return sql.rows<AlertRow>(
    `SELECT ${COLUMNS} ${FROM} WHERE ${conditions.join(" AND ")} ORDER BY a.state <> 'firing', e.name, a.name, a.id`,
    binds.values,
  );
}

export async function findAlert(sql: Sql, endpoint: string, id: string): Promise<AlertRow | null> {
  const [row] = await sql.rows<AlertRow>(`SELECT ${COLUMNS} ${FROM} WHERE a.id = $1 AND e.name = $2`, [
    id,
    endpoint,
  ]);
  return row ?? null;
}

/** Holds it until the transaction ends. */
export async function lockAlert(sql: Sql, endpoint: string, id: string): Promise<AlertRow | null> {
  await sql.rows("SELECT 1 FROM alert_rule WHERE id = $1 FOR NO KEY UPDATE", [id]);
  return findAlert(sql, endpoint, id);
}

/** Holds the endpoint, so that two who add rules count one after the other. Null where there is none. */
export async function lockEndpointId(sql: Sql, name: string): Promise<string | null> {
  const [row] = await sql.rows<{ id: string }>(
    "SELECT id::text AS id FROM endpoint WHERE name = $1 FOR NO KEY UPDATE",
    [name],
  );
  return row?.id ?? null;
}

export async function countAlerts(sql: Sql, endpointId: string): Promise<{ all: number; own: number }> {
  const [row] = await sql.rows<{ all: number; own: number }>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE endpoint_id = $1::bigint)::int AS own FROM alert_rule`,
    [endpointId],
  );
  return row ?? { all: 0, own: 0 };
}

export type Rule = Pick<
  AlertRow,
  | "name"
  | "metric"
  | "input"
  | "output"
  | "comparison"
  | "threshold"
  | "windowMinutes"
  | "minRows"
  | "looks"
  | "webhookId"
  | "enabled"
>;
const given = (rule: Rule) => [
  ...[rule.name, rule.metric, rule.input, rule.output, rule.comparison, rule.threshold],
  ...[rule.windowMinutes, rule.minRows, rule.looks, rule.webhookId, rule.enabled],
];

export async function insertAlert(
  sql: Sql,
  made: { id: string; endpointId: string; rule: Rule; by: string; now: Date },
): Promise<void> {
  await sql.rows(
    `INSERT INTO alert_rule (id, endpoint_id, name, metric, input, output, comparison, threshold, window_minutes, min_rows, looks,
       webhook_id, enabled, state, since, seen, seen_times, next_at, created_by)
     VALUES ($1, $2::bigint, $5, $6, $7, $8, $9, $10::float8, $11::int, $12::int, $13::int, $14, $15::boolean,
       'no_data', $4::timestamptz, 'no_data', 0, $4::timestamptz, $3)`,
    [made.id, made.endpointId, made.by, made.now, ...given(made.rule)],
  );
}

/** `isNew`: what it says is another question now, so it begins without data. */
export async function updateAlert(
  sql: Sql,
  made: { id: string; rule: Rule; now: Date; isNew: boolean },
): Promise<void> {
  await sql.rows(
    `UPDATE alert_rule SET name = $4, metric = $5, input = $6, output = $7, comparison = $8, threshold = $9::float8,
       window_minutes = $10::int, min_rows = $11::int, looks = $12::int, webhook_id = $13, enabled = $14::boolean,
       version = version + 1, look = look + 1, updated_at = now(), next_at = $2::timestamptz, error = NULL,
       state = CASE WHEN $3::boolean THEN 'no_data' ELSE state END, since = CASE WHEN $3::boolean THEN $2::timestamptz ELSE since END,
       seen = CASE WHEN $3::boolean THEN 'no_data' ELSE seen END, seen_times = CASE WHEN $3::boolean THEN 0 ELSE seen_times END,
       value = CASE WHEN $3::boolean THEN NULL ELSE value END, subject = CASE WHEN $3::boolean THEN NULL ELSE subject END
     WHERE id = $1`,
    [made.id, made.now, made.isNew, ...given(made.rule)],
  );
}

export async function removeAlert(sql: Sql, id: string): Promise<void> {
  await sql.rows("DELETE FROM alert_rule WHERE id = $1", [id]);
}

export type DueAlert = AlertRow & { look: number };

export function dueAlerts(sql: Sql, now: Date, limit: number): Promise<DueAlert[]> {
  return sql.rows<DueAlert>(
    `SELECT ${COLUMNS}, a.look ${FROM} WHERE a.enabled AND a.next_at <= $1::timestamptz ORDER BY a.next_at, a.id LIMIT $2::int`,
    [now, limit],
  );
}

export type Looked = Standing & {
  id: string;
  look: number;
  value: number | null;
  subject: string | null;
  error: string | null;
  now: Date;
  nextAt: Date;
};

/** False where the rule was changed, deleted or looked at since it was read: then this look does not count. */
export async function endLook(sql: Sql, seen: Looked): Promise<boolean> {
  const rows = await sql.rows(
    `UPDATE alert_rule SET state = $3, since = $4::timestamptz, seen = $5, seen_times = $6::int, value = $7::float8, subject = $8,
       error = $9, looked_at = $10::timestamptz, next_at = $11::timestamptz, look = look + 1
     WHERE id = $1 AND look = $2::int AND enabled RETURNING 1 AS one`,
    [
      ...[seen.id, seen.look, seen.state, seen.since, seen.seen, seen.seenTimes, seen.value, seen.subject],
      ...[seen.error, seen.now, seen.nextAt],
    ],
  );
  return rows.length > 0;
}
