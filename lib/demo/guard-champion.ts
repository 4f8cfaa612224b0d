import { createModel, listPolicies, setPolicy } from "@/lib/models";
import { type Ctx, systemCtx } from "@/lib/platform/context";
import { ConflictError } from "@/lib/platform/errors";
import { CHAMPION } from "./schema";

/**
 * The pipeline registers a version a day and asks for the alias each time; the policy decides. It is the demo's own, whoever
 * starts the demo, and one that a person has set stays.
 */
export async function guardChampion(ctx: Ctx): Promise<void> {
  const demo = systemCtx(ctx, "demo");
  const { name, alias, expression } = CHAMPION;
  await createModel(demo, { name }).catch((error: unknown) => {
    if (!(error instanceof ConflictError)) throw error;
  });
  const { data } = await listPolicies(demo, { name });
  if (data.some((policy) => policy.alias === alias)) return;
  await setPolicy(demo, { name, alias, policy: { expression, approver_role: null } });
}
