import type { Actor, Ctx } from "@/lib/platform/context";
import type { Sql } from "@/lib/platform/db";
import { AppError, ConflictError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite } from "@/lib/verbs";
import { aliasTarget, lockedModel, thereVersion } from "../found";
import { DecideInput, RejectInput, WithdrawInput } from "../promotion-schema";
import { findPolicy } from "../repository/policies";
import { type Decision, decidePromotion, findPromotion, type PromotionRow } from "../repository/promotions";
import { findAlias } from "../repository/tags";
import { findVersion } from "../repository/versions";
import type { ApproverRole } from "../values";
import { announce } from "../webhooks/announce";
import { happened, moveAlias, refuseChanged, verdictOf, type Wish } from "./request";
import { promotionView } from "./view";

/**
 * The policy judges once more, as it is now and with what the alias stands for now: a promotion may have waited for days.
 * One that does not pass any more has failed, and says so.
 */
export const approvePromotion = hotWrite(
  "models:write",
  DecideInput,
  async ({ sql, ctx, input: { name, id, reason, from: seen }, audit, event }) => {
    const { modelId, promotion } = await lockedPromotion(sql, name, id);
    const { alias, version } = promotion;
    const policy = await findPolicy(sql, modelId, alias);
    refuseApprover(ctx.actor, promotion, policy?.approverRole ?? promotion.approverRole);
    thereVersion(await findVersion(sql, name, version), name, version);
    const from = await findAlias(sql, modelId, alias);
    refuseChanged(alias, from, seen);
    const wish: Wish = { modelId, name, alias, version, from, reason: reason || promotion.reason };
    const verdict = await verdictOf(sql, wish, policy);
    const passed = verdict?.passed ?? true;
    const state = passed ? "applied" : "failed";
    await decide(sql, promotion, {
      state,
      by: ctx.actor,
      said: reason,
      again: { verdict, fromVersion: from },
    });
    await announce(sql, ctx, "model_promotion.approved", happened(wish, id));
    if (passed) await moveAlias(sql, ctx, wish, "promotion", id);
    else await announce(sql, ctx, "model_promotion.failed", happened(wish, id));
    event({ topic: "model", id: name });
    return audit(
      "model_promotion.approve",
      {
        target: aliasTarget(name, alias),
        before: { alias, version: from },
        after: { alias, version: passed ? version : from, state },
        detail: { promotion_id: id, reason },
      },
      await decided(sql, promotion),
    );
  },
);

export const rejectPromotion = hotWrite(
  "models:write",
  RejectInput,
  async ({ sql, ctx, input: { name, id, reason }, audit, event }) => {
    const { modelId, promotion } = await lockedPromotion(sql, name, id);
    const policy = await findPolicy(sql, modelId, promotion.alias);
    refuseApprover(ctx.actor, promotion, policy?.approverRole ?? promotion.approverRole);
    await decide(sql, promotion, { state: "rejected", by: ctx.actor, said: reason, again: null });
    const { alias, version, fromVersion: from } = promotion;
    await announce(
      sql,
      ctx,
      "model_promotion.rejected",
      happened({ modelId, name, alias, version, from, reason }, id),
    );
    event({ topic: "model", id: name });
    return audit(
      "model_promotion.reject",
      { target: aliasTarget(name, promotion.alias), detail: { promotion_id: id, reason } },
      await decided(sql, promotion),
    );
  },
);

/** By the one who asked for it, or an admin. */
export const withdrawPromotion = hotWrite(
  "models:write",
  WithdrawInput,
  async ({ sql, ctx, input: { name, id }, audit, event }) => {
    const { promotion } = await lockedPromotion(sql, name, id);
    if (promotion.requestedBy !== ctx.actor.id && ctx.actor.role !== "admin")
      throw new AppError("FORBIDDEN", "Only the one who asked for a promotion, or an admin, withdraws it.", {
        reason: because("not_your_promotion"),
      });
    await decide(sql, promotion, { state: "withdrawn", by: ctx.actor, said: "", again: null });
    event({ topic: "model", id: name });
    return audit(
      "model_promotion.withdraw",
      { target: aliasTarget(name, promotion.alias), detail: { promotion_id: id } },
      await decided(sql, promotion),
    );
  },
);

/** The model is locked first, as everywhere: of two who decide at once the second finds it decided. */
async function lockedPromotion(sql: Sql, name: string, id: string) {
  const { id: modelId } = await lockedModel(sql, name);
  const promotion = await findPromotion(sql, name, id);
  if (!promotion) throw new NotFoundError("promotion", id);
  if (promotion.state !== "waiting")
    throw new ConflictError(
      `The promotion ${id} does not wait any more: it is ${promotion.state}.`,
      because("promotion_over", { state: promotion.state }),
    );
  return { modelId, promotion };
}

async function decide(sql: Sql, { id }: PromotionRow, decision: Decision): Promise<void> {
  if (!(await decidePromotion(sql, id, decision)))
    throw new Error(`The promotion ${id} changed under its lock`);
}

async function decided(sql: Sql, { name, id }: PromotionRow) {
  const row = await findPromotion(sql, name, id);
  if (!row) throw new NotFoundError("promotion", id);
  return promotionView(row);
}

const RANK: Readonly<Record<string, number>> = { viewer: 0, editor: 1, admin: 2 };

/** An admin decides anything; others need the role of the policy, and never decide what they asked for themselves. */
function refuseApprover({ id, role }: Ctx["actor"], asked: PromotionRow, needed: ApproverRole | null): void {
  if (role === "admin") return;
  if (!hasRole(role, needed ?? "editor"))
    throw new AppError(
      "FORBIDDEN",
      `The policy wants a person with the role ${needed ?? "editor"} to decide.`,
      {
        reason: because("approver_role", { role: needed ?? "editor" }),
      },
    );
  if (id === asked.requestedBy)
    throw new AppError("FORBIDDEN", "Somebody else decides what you asked for, or an admin.", {
      reason: because("own_promotion"),
    });
}

const hasRole = (role: Actor["role"], needed: ApproverRole): boolean =>
  (RANK[role ?? ""] ?? -1) >= (RANK[needed] ?? 2);
