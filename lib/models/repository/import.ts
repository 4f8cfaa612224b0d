import type { Sql } from "@/lib/platform/db";
import type { Stage } from "../values";
import type { Tag } from "./objects";

const at = (parameter: string) => `timestamptz 'epoch' + ${parameter}::bigint * interval '1 millisecond'`;

/** False when there is one of the name. */
export async function placeModel(
  sql: Sql,
  model: { name: string; description: string | null; createdBy: string; created: string; updated: string },
): Promise<boolean> {
  const made = await sql.rows(
    `INSERT INTO registered_model (name, description, created_by, created_at, updated_at)
     VALUES ($1, $2, $3, ${at("$4")}, ${at("$5")}) ON CONFLICT (name) DO NOTHING RETURNING model_id`,
    [model.name, model.description, model.createdBy, model.created, model.updated],
  );
  return made.length > 0;
}

/** Tags that are there stay as they are. */
export async function addModelTags(sql: Sql, id: string, tags: readonly Tag[]): Promise<void> {
  await sql.rows(
    `INSERT INTO registered_model_tag (model_id, key, value)
     SELECT $1::bigint, key, value FROM unnest($2::text[], $3::text[]) AS t(key, value) ORDER BY key
     ON CONFLICT DO NOTHING`,
    [id, tags.map(({ key }) => key), tags.map(({ value }) => value)],
  );
}

export type IncomingVersion = {
  modelId: string;
  version: number;
  stage: Stage;
  source: string;
  storageLocation: string;
  runId: string | null;
  runLink: string;
  description: string | null;
  createdBy: string;
  created: string;
  updated: string;
  tags: readonly Tag[];
};

/** False when there is one of the number, of which only tags that it lacks are written. The caller holds the model. */
export async function addVersion(sql: Sql, made: IncomingVersion): Promise<boolean> {
  const fresh = await sql.rows(
    `INSERT INTO model_version (model_id, version, stage, source, storage_location, run_id, run_link, description,
       created_by, created_at, updated_at)
     VALUES ($1::bigint, $2::int, $3, $4, $5, $6::uuid, $7, $8, $9, ${at("$10")}, ${at("$11")})
     ON CONFLICT DO NOTHING RETURNING version`,
    [
      made.modelId,
      made.version,
      made.stage,
      made.source,
      made.storageLocation,
      made.runId,
      made.runLink,
      made.description,
      made.createdBy,
      made.created,
      made.updated,
    ],
  );
  await sql.rows(
    "UPDATE registered_model SET last_version = GREATEST(last_version, $2::int) WHERE model_id = $1::bigint",
    [made.modelId, made.version],
  );
  await sql.rows(
    `INSERT INTO model_version_tag (model_id, version, key, value)
     SELECT $1::bigint, $2::int, key, value FROM unnest($3::text[], $4::text[]) AS t(key, value) ORDER BY key
     ON CONFLICT DO NOTHING`,
    [made.modelId, made.version, made.tags.map(({ key }) => key), made.tags.map(({ value }) => value)],
  );
  return fresh.length > 0;
}

/** Those that are set stay where they are. Returns which of them are there now. */
export async function addAliases(
  sql: Sql,
  id: string,
  aliases: readonly { alias: string; version: number }[],
): Promise<Set<string>> {
  const names = aliases.map(({ alias }) => alias);
  await sql.rows(
    `INSERT INTO model_alias (model_id, alias, version)
     SELECT DISTINCT ON (a.alias) $1::bigint, a.alias, a.version FROM unnest($2::text[], $3::int[]) AS a(alias, version)
       JOIN model_version v ON v.model_id = $1::bigint AND v.version = a.version ORDER BY a.alias
     ON CONFLICT DO NOTHING`,
    [id, names, aliases.map(({ version }) => version)],
  );
  const there = await sql.rows<{ alias: string }>(
    "SELECT alias FROM model_alias WHERE model_id = $1::bigint AND alias = ANY($2::text[])",
    [id, names],
  );
  return new Set(there.map(({ alias }) => alias));
}
