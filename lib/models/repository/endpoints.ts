import type { Sql } from "@/lib/platform/db";

type Wanted = { model: string; version: number };

/**
 * Whether the variant `v` of an endpoint stands for a version, both given as SQL: by its number, by an alias, or by `latest`, which
 * is the greatest there is.
 */
export const STANDS_FOR = (
  model: string,
  version: string,
) => `v.model_name = ${model} AND (v.model_version = ${version}
  OR EXISTS (SELECT 1 FROM registered_model m JOIN model_alias a USING (model_id)
    WHERE m.name = ${model} AND a.alias = v.model_alias AND a.version = ${version})
  OR (lower(v.model_alias) = 'latest' AND ${version} = (SELECT max(n.version) FROM registered_model m
    JOIN model_version n USING (model_id) WHERE m.name = ${model})))`;
const VARIANTS = (
  which: string,
) => `endpoint e JOIN endpoint_state s ON s.endpoint_id = e.id AND s.number = e.live_state
  JOIN endpoint_variant v ON v.endpoint_id = e.id AND (${which})`;
/** An endpoint and each variant that answers now. */
export const LIVE_VARIANT = VARIANTS("v.number = ANY(s.slots)");
/** Those that get copies of requests too. */
const USED_VARIANT = VARIANTS("v.number = ANY(s.slots) OR v.number = s.shadow_variant");

/** The names of the endpoints that answer, or are shadowed, with any version of a model. */
export function endpointsOfModel(sql: Sql, model: string): Promise<string[]> {
  return namesOf(sql, "v.model_name = $1 AND v.remote_url IS NULL", [model]);
}

/** Those that do with this version. */
export function endpointsOfVersion(sql: Sql, { model, version }: Wanted): Promise<string[]> {
  return namesOf(sql, STANDS_FOR("$1", "$2::int"), [model, version]);
}

/** Those that follow this alias. */
export function endpointsOfAlias(sql: Sql, model: string, alias: string): Promise<string[]> {
  return namesOf(sql, "v.model_name = $1 AND v.model_alias = $2", [model, alias]);
}

async function namesOf(sql: Sql, condition: string, params: readonly unknown[]): Promise<string[]> {
  const rows = await sql.rows<{ name: string }>(
    `SELECT DISTINCT e.name FROM ${USED_VARIANT} WHERE ${condition} ORDER BY e.name`,
    params,
  );
  return rows.map(({ name }) => name);
}
