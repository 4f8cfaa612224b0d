import type { Sql } from "@/lib/platform/db";
import { isTaken } from "@/lib/platform/store-fault";
import type { LogSearchState } from "../saved-schema";

export type SavedSearchRow = {
  id: string;
  name: string;
  ownerId: string;
  owner: string | null;
  isShared: boolean;
  state: unknown;
  updatedAt: Date;
};

const COLUMNS = `s.search_id AS id, s.name, s.owner_id AS "ownerId", s.is_shared AS "isShared", s.state, s.updated_at AS "updatedAt",
  COALESCE((SELECT u.name FROM user_account u WHERE u.id = s.owner_id),
    (SELECT a.name FROM service_account a WHERE a.id = s.owner_id)) AS owner`;

/** One's own and the shared ones. */
export function savedSearchRows(sql: Sql, reader: string): Promise<SavedSearchRow[]> {
  return sql.rows<SavedSearchRow>(
    `SELECT ${COLUMNS} FROM log_search s WHERE s.is_shared OR s.owner_id = $1
     ORDER BY s.is_shared DESC, lower(s.name), s.search_id`,
    [reader],
  );
}

/** Held until the transaction ends; null for one that the reader does not see. */
export async function lockSavedSearch(sql: Sql, id: string, reader: string): Promise<SavedSearchRow | null> {
  const [row] = await sql.rows<SavedSearchRow>(
    `SELECT ${COLUMNS} FROM log_search s WHERE s.search_id = $1 AND (s.is_shared OR s.owner_id = $2) FOR UPDATE`,
    [id, reader],
  );
  return row ?? null;
}

export async function countSavedSearches(sql: Sql, ownerId: string): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    "SELECT count(*)::int AS count FROM log_search WHERE owner_id = $1",
    [ownerId],
  );
  return row?.count ?? 0;
}

export type SavedSearch = { id: string; name: string; isShared: boolean; state: LogSearchState };

/** False when its owner has another of this name. The transaction can only end then. */
export async function writeSavedSearch(
  sql: Sql,
  { id, name, isShared, state, ownerId }: SavedSearch & { ownerId: string },
): Promise<boolean> {
  try {
    await sql.rows(
      `INSERT INTO log_search (search_id, owner_id, name, is_shared, state) VALUES ($1, $2, $3, $4, $5::jsonb)
       ON CONFLICT (search_id) DO UPDATE SET name = excluded.name, is_shared = excluded.is_shared, state = excluded.state,
         updated_at = now()`,
      [id, ownerId, name, isShared, JSON.stringify(state)],
    );
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  return true;
}

export async function removeSavedSearch(sql: Sql, id: string): Promise<void> {
  await sql.rows("DELETE FROM log_search WHERE search_id = $1", [id]);
}
