import type { Sql } from "@/lib/platform/db";
import { isTaken } from "@/lib/platform/store-fault";
import type { ViewPage } from "../saved-schema";

type View = { id: string; page: ViewPage; name: string; isShared: boolean; search: string; ownerId: string };
export type SavedViewRow = View & { owner: string | null; updatedAt: Date };

const COLUMNS = `s.view_id AS id, s.page, s.name, s.owner_id AS "ownerId", s.is_shared AS "isShared", s.search,
  s.updated_at AS "updatedAt",
  COALESCE((SELECT u.name FROM user_account u WHERE u.id = s.owner_id),
    (SELECT a.name FROM service_account a WHERE a.id = s.owner_id)) AS owner`;

/** One's own and the shared ones. */
export function savedViewRows(sql: Sql, reader: string): Promise<SavedViewRow[]> {
  return sql.rows<SavedViewRow>(
    `SELECT ${COLUMNS} FROM run_view s WHERE s.is_shared OR s.owner_id = $1
     ORDER BY s.is_shared DESC, lower(s.name), s.view_id`,
    [reader],
  );
}

/** Held until the transaction ends; null for one that the reader does not see. */
export async function lockSavedView(sql: Sql, id: string, reader: string): Promise<SavedViewRow | null> {
  const [row] = await sql.rows<SavedViewRow>(
    `SELECT ${COLUMNS} FROM run_view s WHERE s.view_id = $1 AND (s.is_shared OR s.owner_id = $2) FOR UPDATE`,
    [id, reader],
  );
  return row ?? null;
}

export async function countSavedViews(sql: Sql, ownerId: string): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    "SELECT count(*)::int AS count FROM run_view WHERE owner_id = $1",
    [ownerId],
  );
  return row?.count ?? 0;
}

/** False when its owner has another of this name on the page. The transaction can only end then. */
export async function writeSavedView(sql: Sql, view: View): Promise<boolean> {
  try {
    await sql.rows(
      `INSERT INTO run_view (view_id, page, owner_id, name, is_shared, search) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (view_id) DO UPDATE SET name = excluded.name, is_shared = excluded.is_shared,
         search = excluded.search, updated_at = now()`,
      [view.id, view.page, view.ownerId, view.name, view.isShared, view.search],
    );
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  return true;
}

export async function removeSavedView(sql: Sql, id: string): Promise<void> {
  await sql.rows("DELETE FROM run_view WHERE view_id = $1", [id]);
}
