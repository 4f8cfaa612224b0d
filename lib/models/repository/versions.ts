import type { Sql } from "@/lib/platform/db";
import type { Stage } from "../values";
import { VERSION_OBJECT, type VersionView } from "./objects";

const FROM = "FROM registered_model m JOIN model_version v ON v.model_id = m.model_id";

export async function findVersion(sql: Sql, name: string, version: number): Promise<VersionView | null> {
  const [row] = await sql.hot<{ version: VersionView }>(
    `SELECT ${VERSION_OBJECT} AS version ${FROM} WHERE m.name = $1 AND v.version = $2::int`,
    [name, version],
  );
  return row?.version ?? null;
}

export async function findVersionByAlias(sql: Sql, name: string, alias: string): Promise<VersionView | null> {
  const [row] = await sql.hot<{ version: VersionView }>(
    `SELECT ${VERSION_OBJECT} AS version ${FROM}
     JOIN model_alias l ON l.model_id = v.model_id AND l.version = v.version WHERE m.name = $1 AND l.alias = $2`,
    [name, alias],
  );
  return row?.version ?? null;
}

export async function findNewestVersion(sql: Sql, name: string): Promise<VersionView | null> {
  const [row] = await sql.hot<{ version: VersionView }>(
    `SELECT ${VERSION_OBJECT} AS version ${FROM} WHERE m.name = $1 ORDER BY v.version DESC LIMIT 1`,
    [name],
  );
  return row?.version ?? null;
}

/** The newest first. */
export async function newestNumbers(sql: Sql, id: string, limit: number): Promise<number[]> {
  const rows = await sql.rows<{ version: number }>(
    "SELECT version FROM model_version WHERE model_id = $1::bigint ORDER BY version DESC LIMIT $2::int",
    [id, limit],
  );
  return rows.map(({ version }) => version);
}

/** The next number, which the lock on the model's row gives to one transaction at a time. Null when there is no model. */
export async function takeNumber(sql: Sql, name: string): Promise<{ id: string; version: number } | null> {
  const [row] = await sql.hot<{ id: string; version: number }>(
    `UPDATE registered_model SET last_version = last_version + 1, updated_at = now() WHERE name = $1
     RETURNING model_id::text AS id, last_version AS version`,
    [name],
  );
  return row ?? null;
}

export type NewVersion = {
  modelId: string;
  version: number;
  source: string;
  storageLocation: string;
  runId: string | null;
  runLink: string;
  description: string | null;
  createdBy: string;
};

export async function insertVersion(sql: Sql, made: NewVersion): Promise<void> {
  await sql.hot(
    `INSERT INTO model_version (model_id, version, source, storage_location, run_id, run_link, description, created_by)
     VALUES ($1::bigint, $2::int, $3, $4, $5::uuid, $6, $7, $8)`,
    [
      made.modelId,
      made.version,
      made.source,
      made.storageLocation,
      made.runId,
      made.runLink,
      made.description,
      made.createdBy,
    ],
  );
}

export async function describeVersion(
  sql: Sql,
  id: string,
  version: number,
  description: string | null,
): Promise<void> {
  await sql.rows(
    `UPDATE model_version SET description = $3, updated_at = now() WHERE model_id = $1::bigint AND version = $2::int`,
    [id, version, description],
  );
}

/** With its tags and aliases. Its number is not given again. */
export async function removeVersion(sql: Sql, id: string, version: number): Promise<void> {
  await sql.rows("DELETE FROM model_version WHERE model_id = $1::bigint AND version = $2::int", [
    id,
    version,
  ]);
}

export async function setStage(sql: Sql, id: string, version: number, stage: Stage): Promise<void> {
  await sql.rows(
    `UPDATE model_version SET stage = $3, updated_at = now() WHERE model_id = $1::bigint AND version = $2::int`,
    [id, version, stage],
  );
}

/** Returns the numbers of those that were moved. */
export async function archiveOthers(sql: Sql, id: string, version: number, stage: Stage): Promise<number[]> {
  const moved = await sql.rows<{ version: number }>(
    `UPDATE model_version SET stage = 'Archived', updated_at = now()
     WHERE model_id = $1::bigint AND version <> $2::int AND stage = $3 RETURNING version`,
    [id, version, stage],
  );
  return moved.map((row) => row.version).sort((a, b) => a - b);
}
