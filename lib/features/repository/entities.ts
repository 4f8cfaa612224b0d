import type { Sql } from "@/lib/platform/db";
import type { EntityType } from "../values";
import type { KeptIn } from "./files";

export type EntityRow = {
  name: string;
  joinKey: string;
  valueType: EntityType;
  description: string;
  owner: string;
  tags: Record<string, string>;
  version: number;
  createdAt: Date;
  updatedAt: Date;
} & KeptIn;

const COLUMNS = `name, join_key AS "joinKey", value_type AS "valueType", description, owner, tags, version,
  created_at AS "createdAt", updated_at AS "updatedAt",
  file_path AS "filePath", stale_at AS "staleAt"`;

export const listEntityRows = (sql: Sql) =>
  sql.rows<EntityRow>(`SELECT ${COLUMNS} FROM feature_entity ORDER BY name`);

export async function findEntity(sql: Sql, name: string): Promise<EntityRow | null> {
  const [row] = await sql.rows<EntityRow>(`SELECT ${COLUMNS} FROM feature_entity WHERE name = $1`, [name]);
  return row ?? null;
}

export type NewEntity = Pick<EntityRow, "name" | "joinKey" | "valueType" | "description" | "owner" | "tags">;

export async function insertEntity(sql: Sql, made: NewEntity): Promise<void> {
  await sql.rows(
    `INSERT INTO feature_entity (name, join_key, value_type, description, owner, tags)
     VALUES ($1, $2, $3, $4, $5, $6::jsonb)`,
    [made.name, made.joinKey, made.valueType, made.description, made.owner, JSON.stringify(made.tags)],
  );
}

type Described = Pick<EntityRow, "name" | "description" | "owner" | "tags">;

export async function updateEntity(sql: Sql, { name, description, owner, tags }: Described): Promise<void> {
  await sql.rows(
    `UPDATE feature_entity SET description = $2, owner = $3, tags = $4::jsonb, version = version + 1, updated_at = now()
      WHERE name = $1`,
    [name, description, owner, JSON.stringify(tags)],
  );
}

export async function removeEntity(sql: Sql, name: string): Promise<void> {
  await sql.rows("DELETE FROM feature_entity WHERE name = $1", [name]);
}

/** Views whose present schema has the entity. */
export async function viewsOfEntity(sql: Sql, name: string): Promise<string[]> {
  const rows = await sql.rows<{ name: string }>(
    `SELECT w.name FROM feature_view w
       JOIN feature_view_version v ON v.view_id = w.id AND v.schema_version = w.schema_version
      WHERE $1 = ANY(v.entities) ORDER BY w.name`,
    [name],
  );
  return rows.map((row) => row.name);
}
