import type { Sql } from "@/lib/platform/db";
import type { ApproverRole } from "../values";
import { NAME_OF } from "./facts";

export type PolicyRow = {
  alias: string;
  expression: string;
  approverRole: ApproverRole | null;
  version: number;
  updatedBy: string | null;
  updatedAt: Date;
};

const COLUMNS = `p.alias, p.expression, p.approver_role AS "approverRole", p.version,
  ${NAME_OF("p.updated_by")} AS "updatedBy", p.updated_at AS "updatedAt"`;

export async function findPolicy(sql: Sql, modelId: string, alias: string): Promise<PolicyRow | null> {
  const [row] = await sql.rows<PolicyRow>(
    `SELECT ${COLUMNS} FROM model_policy p WHERE p.model_id = $1::bigint AND p.alias = $2`,
    [modelId, alias],
  );
  return row ?? null;
}

export function policiesOf(sql: Sql, name: string): Promise<PolicyRow[]> {
  return sql.rows<PolicyRow>(
    `SELECT ${COLUMNS} FROM model_policy p JOIN registered_model m USING (model_id) WHERE m.name = $1 ORDER BY p.alias`,
    [name],
  );
}

export async function writePolicy(
  sql: Sql,
  modelId: string,
  policy: { alias: string; expression: string; approverRole: string | null; by: string },
): Promise<void> {
  await sql.rows(
    `INSERT INTO model_policy (model_id, alias, expression, approver_role, updated_by)
     VALUES ($1::bigint, $2, $3, $4, $5)
     ON CONFLICT (model_id, alias) DO UPDATE SET expression = excluded.expression,
       approver_role = excluded.approver_role, updated_by = excluded.updated_by, updated_at = now(),
       version = model_policy.version + 1`,
    [modelId, policy.alias, policy.expression, policy.approverRole, policy.by],
  );
}

export async function removePolicy(sql: Sql, modelId: string, alias: string): Promise<void> {
  await sql.rows("DELETE FROM model_policy WHERE model_id = $1::bigint AND alias = $2", [modelId, alias]);
}
