import type { Sql } from "@/lib/platform/db";
import type { FeatureFallback, Sticky } from "../schema";

export type VariantRow = {
  number: number;
  name: string;
  model: string;
  alias: string | null;
  version: number | null;
  remote: RemotePlace | null;
};
/** A model on a server of others; `columns` name what its only input takes side by side. */
export type RemotePlace = { url: string; model: string; columns: string[] | null };
/** The service whose features the rows get, and their values for when the online store is away. */
export type JoinedService = { service: string; fallback: FeatureFallback | null };
/** What answers. `slots` has the number of a variant for each hundredth of the requests. */
export type StateRow = {
  number: number;
  slots: number[];
  variants: VariantRow[];
  sticky: Sticky | null;
  features: JoinedService | null;
  /** Gets copies of so many percent of the requests. */
  shadow: (VariantRow & { percent: number }) | null;
};
export type EndpointRow = {
  id: string;
  name: string;
  enabled: boolean;
  live: StateRow;
  previous: StateRow | null;
  maxRows: number;
  maxInFlight: number;
  deadlineMs: number;
  /** Of the prediction log: the share of answers that it keeps, and rows of each. */
  logRate: number;
  logRows: number;
  description: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
};

const FIELDS = `'number', v.number, 'name', v.name, 'model', v.model_name, 'alias', v.model_alias, 'version', v.model_version,
    'remote', CASE WHEN v.remote_url IS NOT NULL
      THEN json_build_object('url', v.remote_url, 'model', v.model_name, 'columns', v.remote_columns) END`;
const state = (number: string) => `(SELECT json_build_object('number', s.number, 'slots', s.slots,
    'variants', (SELECT json_agg(json_build_object(${FIELDS}) ORDER BY v.number) FROM endpoint_variant v
      WHERE v.endpoint_id = e.id AND v.number = ANY(s.slots)),
    'sticky', CASE WHEN s.sticky_by IS NOT NULL THEN json_build_object('by', s.sticky_by, 'name', s.sticky_name) END,
    'features', CASE WHEN s.feature_service IS NOT NULL
      THEN json_build_object('service', s.feature_service, 'fallback', s.feature_fallback) END,
    'shadow', (SELECT json_build_object(${FIELDS}, 'percent', s.shadow_percent) FROM endpoint_variant v
      WHERE v.endpoint_id = e.id AND v.number = s.shadow_variant))
  FROM endpoint_state s WHERE s.endpoint_id = e.id AND s.number = ${number})`;
const SELECT = `SELECT e.id::text AS id, e.name, e.enabled, ${state("e.live_state")} AS live,
    ${state("e.previous_state")} AS previous, e.max_rows AS "maxRows", e.max_in_flight AS "maxInFlight",
    e.deadline_ms AS "deadlineMs", e.log_rate AS "logRate", e.log_rows AS "logRows", e.description, e.version,
    e.created_at AS "createdAt", e.updated_at AS "updatedAt"
  FROM endpoint e`;

export const listEndpointRows = (sql: Sql) => sql.rows<EndpointRow>(`${SELECT} ORDER BY e.name`);

export async function findEndpoint(sql: Sql, name: string): Promise<EndpointRow | null> {
  const [row] = await sql.hot<EndpointRow>(`${SELECT} WHERE e.name = $1`, [name]);
  return row ?? null;
}

/** Holds the endpoint until the transaction ends. */
export async function lockEndpoint(sql: Sql, name: string): Promise<EndpointRow | null> {
  await sql.rows("SELECT 1 FROM endpoint WHERE name = $1 FOR NO KEY UPDATE", [name]);
  return findEndpoint(sql, name);
}

export async function countEndpoints(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ count: number }>("SELECT count(*)::int AS count FROM endpoint");
  return row?.count ?? 0;
}

export type NewEndpoint = Pick<
  EndpointRow,
  "name" | "enabled" | "maxRows" | "maxInFlight" | "deadlineMs" | "logRate" | "logRows" | "description"
>;

/** Its first state is number 1. Null when the name is taken. */
export async function insertEndpoint(sql: Sql, made: NewEndpoint): Promise<string | null> {
  const [row] = await sql.rows<{ id: string }>(
    `INSERT INTO endpoint (name, enabled, live_state, max_rows, max_in_flight, deadline_ms, log_rate, log_rows, description)
     VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8) ON CONFLICT (name) DO NOTHING RETURNING id::text AS id`,
    [
      made.name,
      made.enabled,
      made.maxRows,
      made.maxInFlight,
      made.deadlineMs,
      made.logRate,
      made.logRows,
      made.description,
    ],
  );
  return row?.id ?? null;
}

export type ChangedEndpoint = Omit<NewEndpoint, "name"> & { live: number; previous: number | null };

export async function updateEndpoint(sql: Sql, id: string, to: ChangedEndpoint): Promise<void> {
  await sql.rows(
    `UPDATE endpoint SET enabled = $2, max_rows = $3, max_in_flight = $4, deadline_ms = $5, log_rate = $6,
       log_rows = $7, description = $8, live_state = $9, previous_state = $10::int, version = version + 1,
       updated_at = now() WHERE id = $1::bigint`,
    [
      id,
      to.enabled,
      to.maxRows,
      to.maxInFlight,
      to.deadlineMs,
      to.logRate,
      to.logRows,
      to.description,
      to.live,
      to.previous,
    ],
  );
}

export async function removeEndpoint(sql: Sql, id: string): Promise<void> {
  await sql.rows("DELETE FROM endpoint WHERE id = $1::bigint", [id]);
}
