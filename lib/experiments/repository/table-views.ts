import type { Sql } from "@/lib/platform/db";
import { isTaken } from "@/lib/platform/store-fault";
import type { TableState } from "../view-schema";
import { OWNER_NAME } from "./owner";

export type TableViewRow = {
  id: string;
  name: string;
  ownerId: string;
  owner: string | null;
  isShared: boolean;
  isDefault: boolean;
  state: unknown;
  updatedAt: Date;
};

const COLUMNS = `v.view_id AS id, v.name, v.owner_id AS "ownerId", ${OWNER_NAME("v.owner_id")} AS owner,
  v.is_shared AS "isShared", v.is_default AS "isDefault", v.state, v.updated_at AS "updatedAt"`;

/** One's own and the shared ones. */
export function viewRows(sql: Sql, experimentId: string, reader: string): Promise<TableViewRow[]> {
  return sql.rows<TableViewRow>(
    `SELECT ${COLUMNS} FROM experiment_table_view v
     WHERE v.experiment_id = $1::bigint AND (v.is_shared OR v.owner_id = $2) ORDER BY v.is_shared DESC, lower(v.name), v.view_id`,
    [experimentId, reader],
  );
}

/** Held until the transaction ends; null for one that the reader does not see. */
export async function lockView(
  sql: Sql,
  experimentId: string,
  id: string,
  reader: string,
): Promise<TableViewRow | null> {
  const [row] = await sql.rows<TableViewRow>(
    `SELECT ${COLUMNS} FROM experiment_table_view v WHERE v.experiment_id = $1::bigint AND v.view_id = $2
       AND (v.is_shared OR v.owner_id = $3) FOR UPDATE`,
    [experimentId, id, reader],
  );
  return row ?? null;
}

export async function countViews(sql: Sql, experimentId: string, ownerId: string): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    "SELECT count(*)::int AS count FROM experiment_table_view WHERE experiment_id = $1::bigint AND owner_id = $2",
    [experimentId, ownerId],
  );
  return row?.count ?? 0;
}

export type SavedView = {
  id: string;
  name: string;
  isShared: boolean;
  isDefault: boolean;
  state: TableState;
};

/** False when its owner has another of this name. The transaction can only end then. */
export async function writeView(
  sql: Sql,
  { experimentId, ownerId, ...view }: SavedView & { experimentId: string; ownerId: string },
): Promise<boolean> {
  try {
    await sql.rows(
      `INSERT INTO experiment_table_view AS v (view_id, experiment_id, owner_id, name, is_shared, is_default, state)
       VALUES ($1, $2::bigint, $3, $4, $5, $6, $7::jsonb)
       ON CONFLICT (view_id) DO UPDATE SET name = excluded.name, is_shared = excluded.is_shared,
         is_default = excluded.is_default, state = excluded.state, updated_at = now()`,
      [view.id, experimentId, ownerId, view.name, view.isShared, view.isDefault, JSON.stringify(view.state)],
    );
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  return true;
}

/** The caller holds the experiment. */
export async function dropDefault(sql: Sql, experimentId: string): Promise<void> {
  await sql.rows(
    "UPDATE experiment_table_view SET is_default = false WHERE experiment_id = $1::bigint AND is_default",
    [experimentId],
  );
}

export async function removeView(sql: Sql, id: string): Promise<void> {
  await sql.rows("DELETE FROM experiment_table_view WHERE view_id = $1", [id]);
}
