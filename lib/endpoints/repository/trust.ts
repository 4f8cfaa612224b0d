import type { Sql } from "@/lib/platform/db";

export type TrustRow = { storageLocation: string; digest: string; by: string; at: Date };
type Version = { name: string; version: number };

export async function findTrust(sql: Sql, { name, version }: Version): Promise<TrustRow | null> {
  const [row] = await sql.rows<TrustRow>(
    `SELECT storage_location AS "storageLocation", digest, trusted_by AS by, trusted_at AS at
     FROM trusted_model WHERE model_name = $1 AND model_version = $2`,
    [name, version],
  );
  return row ?? null;
}

/** Instead of what was trusted before. */
export async function putTrust(
  sql: Sql,
  { name, version }: Version,
  made: Omit<TrustRow, "at">,
): Promise<void> {
  await sql.rows(
    `INSERT INTO trusted_model (model_name, model_version, storage_location, digest, trusted_by)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (model_name, model_version) DO UPDATE SET storage_location = excluded.storage_location,
       digest = excluded.digest, trusted_by = excluded.trusted_by, trusted_at = now()`,
    [name, version, made.storageLocation, made.digest, made.by],
  );
}

/** False when it was not trusted. */
export async function removeTrust(sql: Sql, { name, version }: Version): Promise<boolean> {
  const rows = await sql.rows(
    "DELETE FROM trusted_model WHERE model_name = $1 AND model_version = $2 RETURNING 1",
    [name, version],
  );
  return rows.length > 0;
}
