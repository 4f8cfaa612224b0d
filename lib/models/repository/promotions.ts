import type { Sql } from "@/lib/platform/db";
import { isTaken } from "@/lib/platform/store-fault";
import type { Verdict } from "../policy/verdict";
import type { ApproverRole, PromotionState } from "../values";

export type PromotionRow = {
  id: string;
  name: string;
  alias: string;
  version: number;
  fromVersion: number | null;
  expression: string | null;
  approverRole: ApproverRole | null;
  verdict: Verdict | null;
  state: PromotionState;
  reason: string;
  requestedBy: string;
  requestedByName: string;
  requestedAt: Date;
  decidedByName: string | null;
  decidedAt: Date | null;
  decision: string | null;
};

const COLUMNS = `p.id, m.name, p.alias, p.version, p.from_version AS "fromVersion", p.expression,
  p.approver_role AS "approverRole", p.verdict, p.state, p.reason, p.requested_by AS "requestedBy",
  p.requested_by_name AS "requestedByName", p.requested_at AS "requestedAt", p.decided_by_name AS "decidedByName",
  p.decided_at AS "decidedAt", p.decision`;
const FROM = "FROM model_promotion p JOIN registered_model m USING (model_id)";

export type NewPromotion = Pick<
  PromotionRow,
  "id" | "alias" | "version" | "fromVersion" | "expression" | "approverRole" | "verdict" | "state" | "reason"
> & { modelId: string; by: { id: string; name: string } };

/** False when this version waits for this alias already; the transaction can only end then. */
export async function insertPromotion(sql: Sql, made: NewPromotion): Promise<boolean> {
  try {
    await sql.rows(
      `INSERT INTO model_promotion (id, model_id, alias, version, from_version, expression, approver_role, verdict,
         state, reason, requested_by, requested_by_name)
       VALUES ($1, $2::bigint, $3, $4::int, $5::int, $6, $7, $8::jsonb, $9, $10, $11, $12)`,
      [
        made.id,
        made.modelId,
        made.alias,
        made.version,
        made.fromVersion,
        made.expression,
        made.approverRole,
        made.verdict && JSON.stringify(made.verdict),
        made.state,
        made.reason,
        made.by.id,
        made.by.name,
      ],
    );
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

export async function findPromotion(sql: Sql, name: string, id: string): Promise<PromotionRow | null> {
  const [row] = await sql.rows<PromotionRow>(`SELECT ${COLUMNS} ${FROM} WHERE m.name = $1 AND p.id = $2`, [
    name,
    id,
  ]);
  return row ?? null;
}

export type PromotionFilter = {
  name: string;
  alias: string | null;
  state: PromotionState | null;
  before: string | null;
  limit: number;
};

/** The newest first. */
export function listPromotionRows(sql: Sql, only: PromotionFilter): Promise<PromotionRow[]> {
  return sql.rows<PromotionRow>(
    `SELECT ${COLUMNS} ${FROM} WHERE m.name = $1 AND ($2::text IS NULL OR p.alias = $2)
       AND ($3::text IS NULL OR p.state = $3) AND ($4::text IS NULL OR p.id < $4) ORDER BY p.id DESC LIMIT $5::int`,
    [only.name, only.alias, only.state, only.before, only.limit],
  );
}

/** Those of a version that goes. */
export async function withdrawWaiting(
  sql: Sql,
  modelId: string,
  version: number,
  by: { id: string; name: string },
): Promise<void> {
  await sql.rows(
    `UPDATE model_promotion SET state = 'withdrawn', decided_by = $3, decided_by_name = $4, decided_at = now(), decision = ''
     WHERE model_id = $1::bigint AND version = $2::int AND state = 'waiting'`,
    [modelId, version, by.id, by.name],
  );
}

export type Decision = {
  state: PromotionState;
  by: { id: string; name: string };
  said: string;
  /** The judgement of the moment in which it was decided, where it was judged again. */
  again: { verdict: Verdict | null; fromVersion: number | null } | null;
};

/** False when it does not wait any more. */
export async function decidePromotion(sql: Sql, id: string, decision: Decision): Promise<boolean> {
  const { state, by, said, again } = decision;
  const done = await sql.rows(
    `UPDATE model_promotion SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = now(), decision = $5,
       verdict = CASE WHEN $6::boolean THEN $7::jsonb ELSE verdict END,
       from_version = CASE WHEN $6::boolean THEN $8::int ELSE from_version END
     WHERE id = $1 AND state = 'waiting' RETURNING id`,
    [
      id,
      state,
      by.id,
      by.name,
      said,
      again !== null,
      again?.verdict ? JSON.stringify(again.verdict) : null,
      again?.fromVersion ?? null,
    ],
  );
  return done.length > 0;
}
