import type { AliasChangeView, PolicyView, PromotionView } from "../promotion-schema";
import type { AliasChangeRow } from "../repository/alias-changes";
import type { PolicyRow } from "../repository/policies";
import type { PromotionRow } from "../repository/promotions";

export function promotionView(row: PromotionRow): PromotionView {
  return {
    id: row.id,
    model_name: row.name,
    alias: row.alias,
    version: row.version,
    from_version: row.fromVersion,
    expression: row.expression,
    approver_role: row.approverRole,
    verdict: row.verdict,
    state: row.state,
    reason: row.reason,
    requested_by: row.requestedByName,
    requested_at: row.requestedAt.toISOString(),
    decided_by: row.decidedByName,
    decided_at: row.decidedAt?.toISOString() ?? null,
    decision: row.decision,
  };
}

export function policyView(row: PolicyRow): PolicyView {
  return {
    alias: row.alias,
    expression: row.expression,
    approver_role: row.approverRole,
    version: row.version,
    updated_by: row.updatedBy,
    updated_at: row.updatedAt.toISOString(),
  };
}

export function aliasChangeView(row: AliasChangeRow): AliasChangeView {
  return {
    id: row.id,
    from_version: row.fromVersion,
    to_version: row.toVersion,
    kind: row.kind,
    reason: row.reason,
    promotion_id: row.promotionId,
    changed_by: row.changedByName,
    changed_at: row.changedAt.toISOString(),
  };
}
