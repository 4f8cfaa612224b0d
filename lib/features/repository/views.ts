import type { Sql } from "@/lib/platform/db";
import type { FeatureField } from "../schema";
import type { KeptIn } from "./files";

export type ViewRow = {
  id: string;
  name: string;
  schemaVersion: number;
  entities: string[];
  fields: FeatureField[];
  ttlSeconds: number;
  pushSource: string | null;
  source: string | null;
  description: string;
  owner: string;
  tags: Record<string, string>;
  version: number;
  createdAt: Date;
  updatedAt: Date;
} & KeptIn;

const SELECT = `SELECT w.id::text AS id, w.name, w.schema_version AS "schemaVersion", v.entities, v.fields,
    w.ttl_seconds AS "ttlSeconds", w.push_source AS "pushSource", w.source, w.description, w.owner, w.tags, w.version,
    w.created_at AS "createdAt", w.updated_at AS "updatedAt", w.file_path AS "filePath", w.stale_at AS "staleAt"
  FROM feature_view w JOIN feature_view_version v ON v.view_id = w.id AND v.schema_version = w.schema_version`;

export const listViewRows = (sql: Sql) => sql.rows<ViewRow>(`${SELECT} ORDER BY w.name`);

export async function findView(sql: Sql, name: string): Promise<ViewRow | null> {
  const [row] = await sql.rows<ViewRow>(`${SELECT} WHERE w.name = $1`, [name]);
  return row ?? null;
}

export async function findViewOfSource(sql: Sql, pushSource: string): Promise<ViewRow | null> {
  const [row] = await sql.rows<ViewRow>(`${SELECT} WHERE w.push_source = $1`, [pushSource]);
  return row ?? null;
}

type Settings = Pick<
  ViewRow,
  "name" | "ttlSeconds" | "pushSource" | "source" | "description" | "owner" | "tags"
>;
export type ViewSchema = Pick<ViewRow, "entities" | "fields">;

const settingsOf = (view: Settings) => [
  view.name,
  view.ttlSeconds,
  view.pushSource,
  view.description,
  view.owner,
  JSON.stringify(view.tags),
  view.source,
];

export async function insertView(sql: Sql, view: Settings & ViewSchema, by: string): Promise<void> {
  const [row] = await sql.rows<{ id: string }>(
    `INSERT INTO feature_view (name, ttl_seconds, push_source, description, owner, tags, source)
     VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7) RETURNING id::text AS id`,
    settingsOf(view),
  );
  if (!row) throw new Error("The view was not inserted");
  await insertSchema(sql, { ...view, id: row.id, schemaVersion: 0 }, by);
}

export async function insertSchema(
  sql: Sql,
  view: Pick<ViewRow, "id" | "schemaVersion"> & ViewSchema,
  by: string,
): Promise<void> {
  await sql.rows(
    `INSERT INTO feature_view_version (view_id, schema_version, entities, fields, created_by)
     VALUES ($1::bigint, $2, $3::text[], $4::jsonb, $5)`,
    [view.id, view.schemaVersion, view.entities, JSON.stringify(view.fields), by],
  );
}

export async function updateView(sql: Sql, view: Settings & Pick<ViewRow, "schemaVersion">): Promise<void> {
  await sql.rows(
    `UPDATE feature_view SET ttl_seconds = $2, push_source = $3, description = $4, owner = $5, tags = $6::jsonb,
            source = $7, schema_version = $8, version = version + 1, updated_at = now()
      WHERE name = $1`,
    [...settingsOf(view), view.schemaVersion],
  );
}

export async function removeView(sql: Sql, id: string): Promise<void> {
  await sql.rows("DELETE FROM feature_view WHERE id = $1::bigint", [id]);
}

export type SchemaRow = ViewSchema & { schemaVersion: number; createdBy: string | null; createdAt: Date };

/** The newest first. */
export function listSchemaRows(sql: Sql, id: string): Promise<SchemaRow[]> {
  return sql.rows<SchemaRow>(
    `SELECT schema_version AS "schemaVersion", entities, fields, created_by AS "createdBy", created_at AS "createdAt"
       FROM feature_view_version WHERE view_id = $1::bigint ORDER BY schema_version DESC`,
    [id],
  );
}
