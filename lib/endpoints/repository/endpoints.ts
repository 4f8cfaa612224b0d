import type { Sql } from "@/lib/platform/db";

export type VariantRow = {
  number: number;
  model: string;
  alias: string | null;
  version: number | null;
};
export type EndpointRow = {
  id: string;
  name: string;
  enabled: boolean;
  variant: VariantRow;
  previousVariant: VariantRow | null;
  maxRows: number;
  maxInFlight: number;
  deadlineMs: number;
  description: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
};

const variant = (number: string) => `(SELECT json_build_object('number', v.number, 'model', v.model_name,
    'alias', v.model_alias, 'version', v.model_version)
  FROM endpoint_variant v WHERE v.endpoint_id = e.id AND v.number = ${number})`;
const SELECT = `SELECT e.id::text AS id, e.name, e.enabled, ${variant("e.live_variant")} AS variant,
    ${variant("e.previous_variant")} AS "previousVariant", e.max_rows AS "maxRows", e.max_in_flight AS "maxInFlight",
    e.deadline_ms AS "deadlineMs", e.description, e.version, e.created_at AS "createdAt", e.updated_at AS "updatedAt"
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
  "name" | "enabled" | "maxRows" | "maxInFlight" | "deadlineMs" | "description"
>;

/** Null when the name is taken. */
export async function insertEndpoint(sql: Sql, made: NewEndpoint): Promise<string | null> {
  const [row] = await sql.rows<{ id: string }>(
    `INSERT INTO endpoint (name, enabled, live_variant, max_rows, max_in_flight, deadline_ms, description)
     VALUES ($1, $2, 1, $3, $4, $5, $6) ON CONFLICT (name) DO NOTHING RETURNING id::text AS id`,
    [made.name, made.enabled, made.maxRows, made.maxInFlight, made.deadlineMs, made.description],
  );
  return row?.id ?? null;
}

type NewVariant = Omit<VariantRow, "number">;

/** Returns its number, the next one of its endpoint. */
export async function insertVariant(sql: Sql, id: string, made: NewVariant, by: string): Promise<number> {
  const [row] = await sql.rows<{ number: number }>(
    `INSERT INTO endpoint_variant (endpoint_id, number, model_name, model_alias, model_version, created_by)
     SELECT $1::bigint, coalesce(max(number), 0) + 1, $2, $3, $4::int, $5 FROM endpoint_variant WHERE endpoint_id = $1::bigint
     RETURNING number`,
    [id, made.model, made.alias, made.version, by],
  );
  return row?.number ?? 1;
}

export type ChangedEndpoint = Omit<NewEndpoint, "name"> & { live: number; previous: number | null };

export async function updateEndpoint(sql: Sql, id: string, to: ChangedEndpoint): Promise<void> {
  await sql.rows(
    `UPDATE endpoint SET enabled = $2, max_rows = $3, max_in_flight = $4, deadline_ms = $5, description = $6,
       live_variant = $7, previous_variant = $8::int, version = version + 1, updated_at = now() WHERE id = $1::bigint`,
    [id, to.enabled, to.maxRows, to.maxInFlight, to.deadlineMs, to.description, to.live, to.previous],
  );
}

export async function removeEndpoint(sql: Sql, id: string): Promise<void> {
  await sql.rows("DELETE FROM endpoint WHERE id = $1::bigint", [id]);
}
