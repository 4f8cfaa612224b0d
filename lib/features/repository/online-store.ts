import type { Sql } from "@/lib/platform/db";

/** What is known of the online store as a whole. `generation` is what Redis has under the marker while nothing was lost. */
export type OnlineStoreRow = { generation: string | null; since: Date | null; lostAt: Date | null };

export async function findOnlineStore(sql: Sql): Promise<OnlineStoreRow> {
  const [row] = await sql.hot<OnlineStoreRow>(
    `SELECT generation, since, lost_at AS "lostAt" FROM feature_online_store WHERE id = 1`,
  );
  if (!row) throw new Error("The row of the online store is missing");
  return row;
}

/** Returns false where another process was first. */
export async function firstGeneration(sql: Sql, generation: string): Promise<boolean> {
  const rows = await sql.rows(
    "UPDATE feature_online_store SET generation = $1, since = now() WHERE id = 1 AND generation IS NULL RETURNING id",
    [generation],
  );
  return rows.length > 0;
}

/** Returns false where another process has noted the loss already. */
export async function nextGeneration(sql: Sql, lost: string, generation: string): Promise<boolean> {
  const rows = await sql.rows(
    `UPDATE feature_online_store SET generation = $2, since = now(), lost_at = now()
      WHERE id = 1 AND generation = $1 RETURNING id`,
    [lost, generation],
  );
  return rows.length > 0;
}
