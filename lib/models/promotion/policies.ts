import { poolSql } from "@/lib/platform/db";
import { InvalidError, StaleError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import { aliasTarget, lockedModel, thereModel } from "../found";
import { parsePolicy } from "../policy/language";
import { type PolicyPreview, PolicyRef, PreviewInput, SetPolicyInput } from "../promotion-schema";
import { findModelId } from "../repository/models";
import { findPolicy, policiesOf, removePolicy, writePolicy } from "../repository/policies";
import { findAlias } from "../repository/tags";
import { newestNumbers } from "../repository/versions";
import { ModelRef } from "../schema";
import { judgeVersions } from "./judge-version";
import { policyView } from "./view";

const MOST_PREVIEWED = 20;

export const listPolicies = read("models:read", ModelRef, async (ctx, { name }) => {
  const sql = poolSql(ctx.db.pool);
  thereModel(await findModelId(sql, name), name);
  return { data: (await policiesOf(sql, name)).map(policyView) };
});

/** What an alias stands for stays, whether or not it would pass. */
export const setPolicy = hotWrite(
  "models:manage",
  SetPolicyInput,
  async ({ sql, ctx, input: { name, alias, policy, version }, audit, unchanged, event }) => {
    const { id } = await lockedModel(sql, name);
    refuseUnreadable(policy.expression);
    const before = await findPolicy(sql, id, alias);
    if (version !== undefined && version !== before?.version)
      throw new StaleError(
        `The policy of ${alias} has changed since you read it.`,
        before && policyView(before),
      );
    const given = { expression: policy.expression, approverRole: policy.approver_role };
    if (before?.expression === given.expression && before.approverRole === given.approverRole)
      return unchanged(policyView(before));
    await writePolicy(sql, id, { ...given, alias, by: ctx.actor.id });
    const after = await findPolicy(sql, id, alias);
    if (!after) throw new Error("A policy that was written is not there");
    event({ topic: "model", id: name });
    const words = (row: typeof before) =>
      row && { expression: row.expression, approver_role: row.approverRole };
    return audit(
      "model_policy.set",
      { target: aliasTarget(name, alias), before: words(before), after: words(after) },
      policyView(after),
    );
  },
);

/** The alias may be set by anybody who may change the model then. One that is not there is no error. */
export const deletePolicy = hotWrite(
  "models:manage",
  PolicyRef,
  async ({ sql, input: { name, alias }, audit, unchanged, event }) => {
    const { id } = await lockedModel(sql, name);
    const before = await findPolicy(sql, id, alias);
    if (!before) return unchanged(undefined);
    await removePolicy(sql, id, alias);
    event({ topic: "model", id: name });
    return audit(
      "model_policy.remove",
      {
        target: aliasTarget(name, alias),
        before: { expression: before.expression, approver_role: before.approverRole },
      },
      undefined,
    );
  },
);

/** How the newest versions would fare, with the values that are looked at. Nothing is changed. */
export const previewPolicy = read(
  "models:write",
  PreviewInput,
  async (ctx, { name, alias, expression: given }): Promise<PolicyPreview> => {
    const sql = poolSql(ctx.db.pool);
    const id = thereModel(await findModelId(sql, name), name);
    const champion = await findAlias(sql, id, alias);
    const expression = given ?? (await findPolicy(sql, id, alias))?.expression ?? null;
    if (expression === null) return { expression, problem: null, champion, versions: [] };
    const policy = parsePolicy(expression);
    if ("problem" in policy) return { expression, problem: policy.problem, champion, versions: [] };
    const numbers = await newestNumbers(sql, id, MOST_PREVIEWED);
    const verdicts = await judgeVersions(sql, id, expression, numbers, champion);
    const versions = [...verdicts].map(([number, verdict]) => ({ number, verdict }));
    return { expression, problem: null, champion, versions: versions.sort((a, b) => b.number - a.number) };
  },
);

function refuseUnreadable(expression: string): void {
  const policy = parsePolicy(expression);
  if ("problem" in policy)
    throw InvalidError.field(
      "/expression",
      `The policy cannot be used: ${policy.problem}.`,
      because("bad_policy", { said: policy.problem }),
    );
}
