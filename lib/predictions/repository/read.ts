import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";

export type SummaryRow = {
  id: string;
  at: Date;
  endpoint: string;
  protocol: string;
  variant: number;
  modelName: string;
  modelVersion: number;
  outcome: string;
  error: string | null;
  rows: number;
  keptRows: number;
  parseUs: number;
  featuresUs: number;
  waitUs: number;
  runUs: number;
  encodeUs: number;
  callerType: string;
  callerId: string;
  callerName: string;
  labels: number;
};
export type ListedRow = SummaryRow & { requestText: string; responseText: string | null };
/** JSON as the driver reads it: every number is the double that it was. */
export type StoredRow = SummaryRow & {
  request: unknown;
  given: unknown;
  features: unknown;
  response: unknown;
  runId: string | null;
  requestId: string;
  traceId: string | null;
};
export type LabelRow = { row: number; label: unknown; time: Date | null; receivedAt: Date };

const LABELS = `(SELECT count(*)::int FROM prediction_feedback f
    WHERE f.prediction_id = p.prediction_id AND f.endpoint = p.endpoint AND f.row < p.rows)`;
const SUMMARY = `p.prediction_id AS id, p.at, p.endpoint, p.protocol, p.variant, p.model_name AS "modelName",
  p.model_version AS "modelVersion", p.outcome, p.error, p.rows, p.kept_rows AS "keptRows", p.parse_us AS "parseUs",
  p.features_us AS "featuresUs", p.wait_us AS "waitUs", p.run_us AS "runUs", p.encode_us AS "encodeUs",
  p.caller_type AS "callerType", p.caller_id AS "callerId", p.caller_name AS "callerName", ${LABELS} AS labels`;
const STORED = `${SUMMARY}, p.request, p.given, p.features, p.response, p.run_id AS "runId", p.request_id AS "requestId",
  p.trace_id AS "traceId"`;
/** Of a request in a list. */
const LISTED_CHARACTERS = 400;

export type Filter = {
  endpoint?: string | undefined;
  model?: string | undefined;
  version?: number | undefined;
  variant?: number | undefined;
  outcome?: string | undefined;
  caller?: string | undefined;
  text?: string | undefined;
  feedback?: "yes" | "no" | undefined;
  trace_id?: string | undefined;
  request_id?: string | undefined;
  from: string;
  to: string;
};
export type Place = { at: string; id: string };

/** The newest first, behind a place. */
export function listPredictionRows(
  sql: Sql,
  filter: Filter,
  { before, limit }: { before: Place | null; limit: number },
): Promise<ListedRow[]> {
  const binds = new Binds();
  const conditions = conditionsOf(filter, binds);
  if (before) {
    const at = binds.add(before.at, "timestamptz");
    conditions.push(`p.at <= ${at}`, `(p.at, p.prediction_id) < (${at}, ${binds.add(before.id, "text")})`);
  }
  return sql.rows<ListedRow>(
    `SELECT ${SUMMARY}, left(p.request::text, ${LISTED_CHARACTERS}) AS "requestText",
       left(p.response::text, ${LISTED_CHARACTERS}) AS "responseText"
     FROM prediction p WHERE ${conditions.join(" AND ")}
     ORDER BY p.at DESC, p.prediction_id DESC LIMIT ${binds.add(limit, "int")}`,
    binds.values,
  );
}

function conditionsOf(filter: Filter, binds: Binds): string[] {
  const { endpoint, model, version, variant, outcome, caller, text, feedback } = filter;
  const conditions = [
    `p.at >= ${binds.add(filter.from, "timestamptz")}`,
    `p.at < ${binds.add(filter.to, "timestamptz")}`,
  ];
  const equal = (column: string, value: string | number | undefined) => {
    if (value !== undefined)
      conditions.push(`${column} = ${binds.add(value, typeof value === "number" ? "int" : "text")}`);
  };
  equal("p.endpoint", endpoint);
  equal("p.model_name", model);
  equal("p.model_version", version);
  equal("p.variant", variant);
  equal("p.trace_id", filter.trace_id);
  equal("p.request_id", filter.request_id);
  if (outcome === "error") conditions.push("p.outcome <> 'ok'");
  else equal("p.outcome", outcome);
  if (caller !== undefined)
    conditions.push(
      `(p.caller_id = ${binds.add(caller, "text")} OR p.caller_name ILIKE ${binds.add(within(caller), "text")})`,
    );
  if (text !== undefined) {
    const part = binds.add(within(text), "text");
    conditions.push(
      `(p.request::text ILIKE ${part} OR p.given::text ILIKE ${part} OR p.features::text ILIKE ${part})`,
    );
  }
  if (feedback) conditions.push(`${LABELS} ${feedback === "yes" ? ">" : "="} 0`);
  return conditions;
}

/** LIKE's own signs stand for themselves. */
const within = (text: string) => `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;

export async function findPrediction(sql: Sql, at: Date, id: string): Promise<StoredRow | null> {
  const [row] = await sql.hot<StoredRow>(
    `SELECT ${STORED} FROM prediction p WHERE p.at = $1::timestamptz AND p.prediction_id = $2`,
    [at, id],
  );
  return row ?? null;
}

const MOST_LOOKED_AT = 2_000;
/** The newest one before it that was asked the same, among so many. */
export async function findEarlier(sql: Sql, { id, at, endpoint }: SummaryRow): Promise<string | null> {
  const [row] = await sql.hot<{ id: string }>(
    `WITH this AS (SELECT request::text AS request FROM prediction WHERE at = $1::timestamptz AND prediction_id = $2),
     before AS (SELECT at, prediction_id, request::text AS request FROM prediction
       WHERE endpoint = $3 AND at <= $1::timestamptz AND (at, prediction_id) < ($1::timestamptz, $2)
       ORDER BY at DESC, prediction_id DESC LIMIT ${MOST_LOOKED_AT})
     SELECT prediction_id AS id FROM before JOIN this USING (request) ORDER BY at DESC, prediction_id DESC LIMIT 1`,
    [at, id, endpoint],
  );
  return row?.id ?? null;
}

/** The last ones of an endpoint that were answered, the newest first. */
export function lastPredictions(sql: Sql, endpoint: string, limit: number): Promise<StoredRow[]> {
  return sql.rows<StoredRow>(
    `SELECT ${STORED} FROM prediction p WHERE p.endpoint = $1 AND p.outcome = 'ok'
     ORDER BY p.at DESC, p.prediction_id DESC LIMIT $2::int`,
    [endpoint, limit],
  );
}

export function findLabels(sql: Sql, { id, endpoint, rows }: SummaryRow): Promise<LabelRow[]> {
  return sql.hot<LabelRow>(
    `SELECT row, label, time, received_at AS "receivedAt" FROM prediction_feedback
     WHERE prediction_id = $1 AND endpoint = $2 AND row < $3::int ORDER BY row`,
    [id, endpoint, rows],
  );
}

/** Of the hours that a range touches. */
export async function countLosses(
  sql: Sql,
  { endpoint, from, to }: Pick<Filter, "endpoint" | "from" | "to">,
): Promise<number> {
  const [row] = await sql.hot<{ lost: number }>(
    `SELECT COALESCE(sum(count), 0)::int AS lost FROM prediction_loss
     WHERE hour >= date_trunc('hour', $1::timestamptz) AND hour < $2::timestamptz AND ($3::text IS NULL OR endpoint = $3::text)`,
    [from, to, endpoint ?? null],
  );
  return row?.lost ?? 0;
}
