import type { Sql } from "@/lib/platform/db";

type Wanted = { model: string; id: string; version: number };

/** The names of the endpoints that answer with any version of a model. */
export function endpointsOfModel(sql: Sql, model: string): Promise<string[]> {
  return namesOf(sql, "true", [model]);
}

/** Those that answer with this version: by its number, or by an alias that stands for it. */
export function endpointsOfVersion(sql: Sql, { model, id, version }: Wanted): Promise<string[]> {
  const alias = `EXISTS (SELECT 1 FROM model_alias a
    WHERE a.model_id = $3::bigint AND a.alias = v.model_alias AND a.version = $2::int)`;
  return namesOf(sql, `(v.model_version = $2::int OR ${alias})`, [model, version, id]);
}

/** Those that follow this alias. */
export function endpointsOfAlias(sql: Sql, model: string, alias: string): Promise<string[]> {
  return namesOf(sql, "v.model_alias = $2", [model, alias]);
}

async function namesOf(sql: Sql, condition: string, params: readonly unknown[]): Promise<string[]> {
  const rows = await sql.rows<{ name: string }>(
    `SELECT e.name FROM endpoint e JOIN endpoint_variant v ON v.endpoint_id = e.id AND v.number = e.live_variant
     WHERE v.model_name = $1 AND ${condition} ORDER BY e.name`,
    params,
  );
  return rows.map(({ name }) => name);
}
