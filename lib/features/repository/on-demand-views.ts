import type { Sql } from "@/lib/platform/db";
import type { ComputedField, RequestField } from "../schema";
import type { KeptIn } from "./files";

export type OnDemandRow = {
  name: string;
  schemaVersion: number;
  inputs: Record<string, string>;
  request: RequestField[];
  features: ComputedField[];
  description: string;
  owner: string;
  tags: Record<string, string>;
  version: number;
  createdAt: Date;
  updatedAt: Date;
} & KeptIn;

const COLUMNS = `name, schema_version AS "schemaVersion", inputs, request, features, description, owner, tags, version,
  created_at AS "createdAt", updated_at AS "updatedAt",
  file_path AS "filePath", stale_at AS "staleAt"`;

export const listOnDemandRows = (sql: Sql) =>
  sql.rows<OnDemandRow>(`SELECT ${COLUMNS} FROM feature_on_demand_view ORDER BY name`);

export async function findOnDemandView(sql: Sql, name: string): Promise<OnDemandRow | null> {
  const [row] = await sql.rows<OnDemandRow>(`SELECT ${COLUMNS} FROM feature_on_demand_view WHERE name = $1`, [
    name,
  ]);
  return row ?? null;
}

type Kept = Omit<OnDemandRow, "version" | "createdAt" | "updatedAt" | keyof KeptIn>;
const keptOf = (view: Kept) => [
  ...[view.name, view.schemaVersion, JSON.stringify(view.inputs), JSON.stringify(view.request)],
  ...[JSON.stringify(view.features), view.description, view.owner, JSON.stringify(view.tags)],
];

export async function insertOnDemandView(sql: Sql, view: Kept): Promise<void> {
  await sql.rows(
    `INSERT INTO feature_on_demand_view (name, schema_version, inputs, request, features, description, owner, tags)
     VALUES ($1, $2, $3::jsonb, $4::jsonb, $5::jsonb, $6, $7, $8::jsonb)`,
    keptOf(view),
  );
}

export async function updateOnDemandView(sql: Sql, view: Kept): Promise<void> {
  await sql.rows(
    `UPDATE feature_on_demand_view SET schema_version = $2, inputs = $3::jsonb, request = $4::jsonb,
            features = $5::jsonb, description = $6, owner = $7, tags = $8::jsonb, version = version + 1, updated_at = now()
      WHERE name = $1`,
    keptOf(view),
  );
}

export async function removeOnDemandView(sql: Sql, name: string): Promise<void> {
  await sql.rows("DELETE FROM feature_on_demand_view WHERE name = $1", [name]);
}

/** On-demand views that read one of these features. */
export async function onDemandViewsOf(sql: Sql, references: readonly string[]): Promise<string[]> {
  const rows = await sql.rows<{ name: string }>(
    `SELECT name FROM feature_on_demand_view
      WHERE EXISTS (SELECT 1 FROM jsonb_each_text(inputs) WHERE value = ANY($1::text[])) ORDER BY name`,
    [references],
  );
  return rows.map((row) => row.name);
}
