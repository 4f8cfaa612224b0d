import type { Sql } from "@/lib/platform/db";
import type { AliasChangeKind } from "../values";

export type AliasChangeRow = {
  id: string;
  fromVersion: number | null;
  toVersion: number | null;
  kind: AliasChangeKind;
  reason: string;
  promotionId: string | null;
  changedByName: string | null;
  changedAt: Date;
};

export type NewAliasChange = {
  modelId: string;
  alias: string;
  from: number | null;
  to: number | null;
  kind: AliasChangeKind;
  reason: string;
  promotionId?: string;
  by: { id: string; name: string };
};

export async function insertAliasChange(sql: Sql, made: NewAliasChange): Promise<void> {
  await sql.rows(
    `INSERT INTO model_alias_change (model_id, alias, from_version, to_version, kind, reason, promotion_id, changed_by,
       changed_by_name) VALUES ($1::bigint, $2, $3::int, $4::int, $5, $6, $7, $8, $9)`,
    [
      made.modelId,
      made.alias,
      made.from,
      made.to,
      made.kind,
      made.reason,
      made.promotionId ?? null,
      made.by.id,
      made.by.name,
    ],
  );
}

/** The newest first. */
export function listAliasChanges(
  sql: Sql,
  only: { name: string; alias: string; before: string | null; limit: number },
): Promise<AliasChangeRow[]> {
  return sql.rows<AliasChangeRow>(
    `SELECT c.change_id::text AS id, c.from_version AS "fromVersion", c.to_version AS "toVersion", c.kind, c.reason,
       c.promotion_id AS "promotionId", c.changed_by_name AS "changedByName", c.changed_at AS "changedAt"
     FROM model_alias_change c JOIN registered_model m USING (model_id)
     WHERE m.name = $1 AND c.alias = $2 AND ($3::bigint IS NULL OR c.change_id < $3::bigint)
     ORDER BY c.change_id DESC LIMIT $4::int`,
    [only.name, only.alias, only.before, only.limit],
  );
}

/** Which of these numbers are versions still. */
export async function presentVersions(
  sql: Sql,
  modelId: string,
  numbers: readonly number[],
): Promise<Set<number>> {
  const rows = await sql.rows<{ version: number }>(
    "SELECT version FROM model_version WHERE model_id = $1::bigint AND version = ANY($2::int[])",
    [modelId, numbers],
  );
  return new Set(rows.map(({ version }) => version));
}
