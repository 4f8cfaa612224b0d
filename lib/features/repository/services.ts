import type { Sql } from "@/lib/platform/db";
import type { KeptIn } from "./files";

export type ServiceRow = {
  name: string;
  features: string[];
  description: string;
  owner: string;
  tags: Record<string, string>;
  version: number;
  createdAt: Date;
  updatedAt: Date;
} & KeptIn;

const COLUMNS = `name, features, description, owner, tags, version, created_at AS "createdAt", updated_at AS "updatedAt",
  file_path AS "filePath", stale_at AS "staleAt"`;

export const listServiceRows = (sql: Sql) =>
  sql.rows<ServiceRow>(`SELECT ${COLUMNS} FROM feature_service ORDER BY name`);

export async function findService(sql: Sql, name: string): Promise<ServiceRow | null> {
  const [row] = await sql.rows<ServiceRow>(`SELECT ${COLUMNS} FROM feature_service WHERE name = $1`, [name]);
  return row ?? null;
}

type Kept = Pick<ServiceRow, "name" | "features" | "description" | "owner" | "tags">;
const keptOf = (service: Kept) => [
  service.name,
  service.features,
  service.description,
  service.owner,
  JSON.stringify(service.tags),
];

export async function insertService(sql: Sql, service: Kept): Promise<void> {
  await sql.rows(
    `INSERT INTO feature_service (name, features, description, owner, tags)
     VALUES ($1, $2::text[], $3, $4, $5::jsonb)`,
    keptOf(service),
  );
}

export async function updateService(sql: Sql, service: Kept): Promise<void> {
  await sql.rows(
    `UPDATE feature_service SET features = $2::text[], description = $3, owner = $4, tags = $5::jsonb,
            version = version + 1, updated_at = now()
      WHERE name = $1`,
    keptOf(service),
  );
}

export async function removeService(sql: Sql, name: string): Promise<void> {
  await sql.rows("DELETE FROM feature_service WHERE name = $1", [name]);
}

/** Services that name one of these references. */
export async function servicesOf(sql: Sql, references: readonly string[]): Promise<string[]> {
  const rows = await sql.rows<{ name: string }>(
    "SELECT name FROM feature_service WHERE features && $1::text[] ORDER BY name",
    [references],
  );
  return rows.map((row) => row.name);
}
