import type { Sql } from "@/lib/platform/db";

/**
 * Call first in each change of a definition: it counts the revision up, and holds it until the change commits. What a change
 * reads of other definitions so cannot change under it.
 */
export async function nextRevision(sql: Sql): Promise<void> {
  await sql.rows("UPDATE feature_revision SET revision = revision + 1 WHERE id = 1");
}

/** No definition changes until the transaction ends. */
export async function holdRevision(sql: Sql): Promise<void> {
  await sql.rows("SELECT 1 FROM feature_revision WHERE id = 1 FOR SHARE");
}

/** Whether the registry in the bucket is the present one. */
export async function isPublished(sql: Sql): Promise<boolean> {
  const [row] = await sql.hot<{ isPresent: boolean }>(
    `SELECT published >= revision AS "isPresent" FROM feature_revision WHERE id = 1`,
  );
  return row?.isPresent ?? true;
}

export async function markPublished(sql: Sql, revision: string): Promise<void> {
  await sql.rows("UPDATE feature_revision SET published = greatest(published, $1::bigint) WHERE id = 1", [
    revision,
  ]);
}
