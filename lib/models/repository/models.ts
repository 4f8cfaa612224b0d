import type { Sql } from "@/lib/platform/db";
import { isTaken } from "@/lib/platform/store-fault";
import { MODEL_OBJECT, type ModelView } from "./objects";

export type ModelRow = { id: string; name: string; description: string | null };

export async function findModelView(sql: Sql, name: string): Promise<ModelView | null> {
  const [row] = await sql.hot<{ model: ModelView }>(
    `SELECT ${MODEL_OBJECT} AS model FROM registered_model m WHERE m.name = $1`,
    [name],
  );
  return row?.model ?? null;
}

export async function findModelId(sql: Sql, name: string): Promise<string | null> {
  const [row] = await sql.hot<{ id: string }>(
    "SELECT model_id::text AS id FROM registered_model WHERE name = $1",
    [name],
  );
  return row?.id ?? null;
}

/** Holds it until the transaction ends, and with it the stages and aliases of its versions. */
export async function lockModel(sql: Sql, name: string): Promise<ModelRow | null> {
  const [row] = await sql.hot<ModelRow>(
    `SELECT model_id::text AS id, name, description FROM registered_model WHERE name = $1 FOR NO KEY UPDATE`,
    [name],
  );
  return row ?? null;
}

/** Until the transaction ends, none of its versions and aliases goes; others may hold it too. */
export async function holdModel(sql: Sql, name: string): Promise<void> {
  await sql.hot("SELECT 1 FROM registered_model WHERE name = $1 FOR SHARE", [name]);
}

/** Null when the name is taken. */
export async function insertModel(
  sql: Sql,
  name: string,
  description: string | null,
  createdBy: string,
): Promise<string | null> {
  const [row] = await sql.rows<{ id: string }>(
    `INSERT INTO registered_model (name, description, created_by) VALUES ($1, $2, $3)
     ON CONFLICT (name) DO NOTHING RETURNING model_id::text AS id`,
    [name, description, createdBy],
  );
  return row?.id ?? null;
}

/**
 * False when the name is taken, also by one who took it meanwhile: the transaction can only end then. Each version counts
 * as changed: its address did.
 */
export async function renameModel(sql: Sql, id: string, name: string): Promise<boolean> {
  try {
    await sql.rows("UPDATE registered_model SET name = $2, updated_at = now() WHERE model_id = $1::bigint", [
      id,
      name,
    ]);
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  await sql.rows("UPDATE model_version SET updated_at = now() WHERE model_id = $1::bigint", [id]);
  return true;
}

export async function describeModel(sql: Sql, id: string, description: string | null): Promise<void> {
  await sql.rows(
    "UPDATE registered_model SET description = $2, updated_at = now() WHERE model_id = $1::bigint",
    [id, description],
  );
}

/** With all that hangs on it. */
export async function removeModel(sql: Sql, id: string): Promise<void> {
  await sql.rows("DELETE FROM registered_model WHERE model_id = $1::bigint", [id]);
}

export async function touchModel(sql: Sql, id: string): Promise<void> {
  await sql.rows("UPDATE registered_model SET updated_at = now() WHERE model_id = $1::bigint", [id]);
}
