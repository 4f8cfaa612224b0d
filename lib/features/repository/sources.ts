import type { Sql } from "@/lib/platform/db";
import type { SourceKind } from "../values";
import type { KeptIn } from "./files";

export type SourceRow = {
  name: string;
  format: SourceKind;
  /** Null for a query. */
  path: string | null;
  connection: string | null;
  query: string | null;
  timestampField: string;
  createdField: string | null;
  fieldMapping: Record<string, string>;
  description: string;
  owner: string;
  tags: Record<string, string>;
  version: number;
  createdAt: Date;
  updatedAt: Date;
} & KeptIn;

const COLUMNS = `name, format, path, connection, query, timestamp_field AS "timestampField", created_field AS "createdField",
  field_mapping AS "fieldMapping", description, owner, tags, version, created_at AS "createdAt", updated_at AS "updatedAt",
  file_path AS "filePath", stale_at AS "staleAt"`;

export const listSourceRows = (sql: Sql) =>
  sql.rows<SourceRow>(`SELECT ${COLUMNS} FROM feature_source ORDER BY name`);

export async function findSource(sql: Sql, name: string): Promise<SourceRow | null> {
  const [row] = await sql.rows<SourceRow>(`SELECT ${COLUMNS} FROM feature_source WHERE name = $1`, [name]);
  return row ?? null;
}

type Kept = Omit<SourceRow, "version" | "createdAt" | "updatedAt" | keyof KeptIn>;
const keptOf = (source: Kept) => [
  ...[source.name, source.format, source.path, source.timestampField, source.createdField],
  ...[JSON.stringify(source.fieldMapping), source.description, source.owner, JSON.stringify(source.tags)],
  ...[source.connection, source.query],
];

export async function insertSource(sql: Sql, source: Kept): Promise<void> {
  await sql.rows(
    `INSERT INTO feature_source (name, format, path, timestamp_field, created_field, field_mapping, description, owner, tags,
       connection, query)
     VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9::jsonb, $10, $11)`,
    keptOf(source),
  );
}

export async function updateSource(sql: Sql, source: Kept): Promise<void> {
  await sql.rows(
    `UPDATE feature_source SET format = $2, path = $3, timestamp_field = $4, created_field = $5, field_mapping = $6::jsonb,
            description = $7, owner = $8, tags = $9::jsonb, connection = $10, query = $11, version = version + 1, updated_at = now()
      WHERE name = $1`,
    keptOf(source),
  );
}

export async function removeSource(sql: Sql, name: string): Promise<void> {
  await sql.rows("DELETE FROM feature_source WHERE name = $1", [name]);
}

export async function viewsOfSource(sql: Sql, name: string): Promise<string[]> {
  const rows = await sql.rows<{ name: string }>(
    "SELECT name FROM feature_view WHERE source = $1 ORDER BY name",
    [name],
  );
  return rows.map((row) => row.name);
}
