import type { Ctx } from "@/lib/platform/context";
import type { Sql } from "@/lib/platform/db";
import { AppError, ConflictError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { hotWrite } from "@/lib/verbs";
import { aliasTarget, lockedVersion, thereVersion } from "../found";
import type { Verdict } from "../policy/verdict";
import { PromoteInput, type PromotionView } from "../promotion-schema";
import { insertAliasChange } from "../repository/alias-changes";
import { touchModel } from "../repository/models";
import { findPolicy, type PolicyRow } from "../repository/policies";
import { findPromotion, insertPromotion } from "../repository/promotions";
import { findAlias, writeAlias } from "../repository/tags";
import { SetAliasInput } from "../schema";
import { announce, type Happened } from "../webhooks/announce";
import { judgeVersions } from "./judge-version";
import { promotionView } from "./view";

export type Wish = {
  modelId: string;
  name: string;
  alias: string;
  version: number;
  from: number | null;
  reason: string;
};

/**
 * An alias moves at once where nothing guards it. Where a policy does, it moves when the policy passes and demands no
 * approval; otherwise the wish waits, or has failed. Either way it is kept with the values that the policy saw. The model is
 * locked by the caller, so that `from` stays what it is.
 */
async function decideWish(sql: Sql, ctx: Ctx, wish: Wish, policy: PolicyRow | null): Promise<PromotionView> {
  const verdict = await verdictOf(sql, wish, policy);
  const passed = verdict?.passed ?? true;
  const state = !passed ? "failed" : policy?.approverRole ? "waiting" : "applied";
  const id = newId("prm");
  const made = await insertPromotion(sql, {
    ...wish,
    id,
    fromVersion: wish.from,
    expression: policy?.expression ?? null,
    approverRole: policy?.approverRole ?? null,
    verdict,
    state,
    by: ctx.actor,
  });
  if (!made) throw waitsAlready(wish);
  if (state === "applied") await moveAlias(sql, ctx, wish, "promotion", id);
  else await announce(sql, ctx, PROMOTION_EVENTS[state], happened(wish, id));
  return promotionView(thereVersion(await findPromotion(sql, wish.name, id), wish.name, wish.version));
}

export async function verdictOf(sql: Sql, wish: Wish, policy: PolicyRow | null): Promise<Verdict | null> {
  if (!policy) return null;
  const { modelId, version, from } = wish;
  const verdicts = await judgeVersions(sql, modelId, policy.expression, [version], from);
  return verdicts.get(version) ?? null;
}

export async function moveAlias(
  sql: Sql,
  ctx: Ctx,
  { modelId, name, alias, version, from, reason }: Wish,
  kind: "set" | "promotion" | "rollback",
  promotionId?: string,
): Promise<void> {
  await writeAlias(sql, modelId, alias, version);
  await insertAliasChange(sql, {
    modelId,
    alias,
    from,
    to: version,
    kind,
    reason,
    by: ctx.actor,
    ...(promotionId !== undefined && { promotionId }),
  });
  await touchModel(sql, modelId);
  const of = happened({ modelId, name, alias, version, from, reason }, promotionId);
  await announce(sql, ctx, kind === "rollback" ? "model_alias.rolled_back" : "model_alias.set", of);
  if (kind === "promotion") await announce(sql, ctx, "model_promotion.applied", of);
}

const PROMOTION_EVENTS = { waiting: "model_promotion.requested", failed: "model_promotion.failed" } as const;

/** As webhooks tell of it. */
export function happened({ name, alias, version, from, reason }: Wish, promotionId?: string): Happened {
  return {
    model: name,
    version,
    alias,
    from_version: from,
    reason,
    ...(promotionId !== undefined && { promotion_id: promotionId }),
  };
}

/** What is asked for, what came of it and why is answered, also when the policy refuses it. */
export const promoteVersion = hotWrite(
  "models:write",
  PromoteInput,
  async ({ sql, ctx, input, audit, event }) => {
    const { name, alias, version, reason } = input;
    const { model } = await lockedVersion(sql, { name, version });
    const from = await findAlias(sql, model.id, alias);
    refuseChanged(alias, from, input.from);
    if (from === version) throw standsAlready(alias, version);
    const policy = await findPolicy(sql, model.id, alias);
    const wish = { modelId: model.id, name, alias, version, from, reason };
    const promotion = await decideWish(sql, ctx, wish, policy);
    event({ topic: "model", id: name });
    return audit(
      "model_promotion.request",
      {
        target: aliasTarget(name, alias),
        before: { alias, version: from },
        after: { alias, version, state: promotion.state },
        detail: { promotion_id: promotion.id, reason },
      },
      promotion,
    );
  },
);

/** As MLflow's clients set an alias. One that a policy guards is promoted instead; null where it just moved. */
const setOrPromote = hotWrite(
  "models:write",
  SetAliasInput,
  async ({ sql, ctx, input, audit, unchanged, event }) => {
    const { name, alias, version } = input;
    const { model } = await lockedVersion(sql, input);
    const from = await findAlias(sql, model.id, alias);
    if (from === version) return unchanged(null);
    const policy = await findPolicy(sql, model.id, alias);
    const wish = { modelId: model.id, name, alias, version, from, reason: "" };
    const promotion = policy ? await decideWish(sql, ctx, wish, policy) : null;
    if (!promotion) await moveAlias(sql, ctx, wish, "set");
    event({ topic: "model", id: name });
    const change = { before: { alias, version: from }, after: { alias, version } };
    if (!promotion || promotion.state === "applied")
      return audit("registered_model.alias", { target: aliasTarget(name, alias), ...change }, null);
    const detail = { promotion_id: promotion.id, state: promotion.state };
    return audit(
      "model_promotion.request",
      { target: aliasTarget(name, alias), ...change, detail },
      promotion,
    );
  },
);

/** An alias is moved when there is one already. What its policy does not let through is kept as a promotion, and refused. */
export async function setAlias(ctx: Ctx, input: Parameters<typeof setOrPromote>[1]): Promise<void> {
  const promotion = await setOrPromote(ctx, input);
  if (promotion) throw refusal(promotion);
}

function refusal({
  id,
  alias,
  version,
  model_name,
  state,
  expression,
  approver_role,
  verdict,
}: PromotionView) {
  const page = `/models/${encodeURIComponent(model_name)}?promotion=${id}`;
  if (state === "waiting")
    return new AppError(
      "FORBIDDEN",
      `The alias ${alias} of ${model_name} moves only when the role ${approver_role} approves it. Version ${version} passes its policy and waits there now (${id}): ${page}`,
      { reason: because("approval_needed", { alias, role: approver_role ?? "" }) },
    );
  const seen = (verdict?.values ?? [])
    .map(({ name, value }) => `${name} is ${value ?? "not there"}`)
    .join(", ");
  const values = seen === "" ? (verdict?.said ?? "") : seen;
  return new ConflictError(
    `Version ${version} does not fulfil the policy of the alias ${alias} of ${model_name}: ${expression}. ${values}. Nothing was changed: ${page}`,
    because("policy_refuses", { alias, version, values }),
  );
}

/** Compare and set: what a caller has seen is what is changed, or nothing is. */
export function refuseChanged(alias: string, now: number | null, seen: number | null | undefined): void {
  if (seen === undefined || seen === now) return;
  throw new ConflictError(
    `The alias ${alias} stands for ${now === null ? "no version" : `version ${now}`} now, not for ${seen === null ? "none" : seen}. Look at it again.`,
    because("changed_meanwhile"),
  );
}

function standsAlready(alias: string, version: number): ConflictError {
  return new ConflictError(
    `The alias ${alias} stands for version ${version} already.`,
    because("alias_stands", { alias, version }),
  );
}

function waitsAlready({ alias, version }: Wish): ConflictError {
  return new ConflictError(
    `Version ${version} waits for the alias ${alias} already; decide that promotion first.`,
    because("promotion_waits", { alias, version }),
  );
}
