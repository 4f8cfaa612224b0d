import type { Sql } from "@/lib/platform/db";
import { CHAMPION } from "../values";
import type { Tag } from "./objects";

const keys = (tags: readonly Tag[]) => tags.map(({ key }) => key);
const values = (tags: readonly Tag[]) => tags.map(({ value }) => value);

export async function writeModelTags(sql: Sql, id: string, tags: readonly Tag[]): Promise<void> {
  await sql.rows(
    `INSERT INTO registered_model_tag (model_id, key, value)
     SELECT $1::bigint, key, value FROM unnest($2::text[], $3::text[]) AS t(key, value)
     ON CONFLICT (model_id, key) DO UPDATE SET value = excluded.value`,
    [id, keys(tags), values(tags)],
  );
}

/** False when there was none. */
export async function removeModelTag(sql: Sql, id: string, key: string): Promise<boolean> {
  const gone = await sql.rows(
    "DELETE FROM registered_model_tag WHERE model_id = $1::bigint AND key = $2 RETURNING key",
    [id, key],
  );
  return gone.length > 0;
}

export async function writeVersionTags(
  sql: Sql,
  id: string,
  version: number,
  tags: readonly Tag[],
): Promise<void> {
  await sql.rows(
    `INSERT INTO model_version_tag (model_id, version, key, value)
     SELECT $1::bigint, $2::int, key, value FROM unnest($3::text[], $4::text[]) AS t(key, value)
     ON CONFLICT (model_id, version, key) DO UPDATE SET value = excluded.value`,
    [id, version, keys(tags), values(tags)],
  );
}

/** False when there was none. */
export async function removeVersionTag(sql: Sql, id: string, version: number, key: string): Promise<boolean> {
  const gone = await sql.rows(
    "DELETE FROM model_version_tag WHERE model_id = $1::bigint AND version = $2::int AND key = $3 RETURNING key",
    [id, version, key],
  );
  return gone.length > 0;
}

/** The number that it stood for; null when there was none. */
export async function findAlias(sql: Sql, id: string, alias: string): Promise<number | null> {
  const [row] = await sql.rows<{ version: number }>(
    "SELECT version FROM model_alias WHERE model_id = $1::bigint AND alias = $2",
    [id, alias],
  );
  return row?.version ?? null;
}

export async function writeAlias(sql: Sql, id: string, alias: string, version: number): Promise<void> {
  await sql.rows(
    `INSERT INTO model_alias (model_id, alias, version) VALUES ($1::bigint, $2, $3::int)
     ON CONFLICT (model_id, alias) DO UPDATE SET version = excluded.version`,
    [id, alias, version],
  );
}

export async function removeAlias(sql: Sql, id: string, alias: string): Promise<void> {
  await sql.rows("DELETE FROM model_alias WHERE model_id = $1::bigint AND alias = $2", [id, alias]);
}

export type LiveAlias = { alias: string; version: number; isGuarded: boolean };

/** The aliases of a version, or of all of a model, that something relies on: those with a policy, and the champion. */
export function liveAliases(sql: Sql, id: string, version: number | null): Promise<LiveAlias[]> {
  return sql.rows<LiveAlias>(
    `SELECT a.alias, a.version, p.alias IS NOT NULL AS "isGuarded"
     FROM model_alias a LEFT JOIN model_policy p ON p.model_id = a.model_id AND p.alias = a.alias
     WHERE a.model_id = $1::bigint AND ($2::int IS NULL OR a.version = $2::int)
       AND (p.alias IS NOT NULL OR lower(a.alias) = $3) ORDER BY a.alias`,
    [id, version, CHAMPION],
  );
}
