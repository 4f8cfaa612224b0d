import type { Sql } from "@/lib/platform/db";
import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite } from "@/lib/verbs";
import { aliasTarget, lockedModel } from "../found";
import { RollbackInput } from "../promotion-schema";
import { listAliasChanges, presentVersions } from "../repository/alias-changes";
import { findAlias } from "../repository/tags";
import { moveAlias, refuseChanged } from "./request";
import { versionBefore } from "./version-before";

/** So far back a rollback looks. */
const MOST_CHANGES = 500;

/** No policy is asked: the version before has stood there, and a rollback is for when something is wrong. */
export const rollBackAlias = hotWrite(
  "models:write",
  RollbackInput,
  async ({ sql, ctx, input: { name, alias, from, reason }, audit, event }) => {
    const { id: modelId } = await lockedModel(sql, name);
    refuseChanged(alias, await findAlias(sql, modelId, alias), from);
    const to = await rollbackTarget(sql, { modelId, name, alias, current: from });
    if (to === null)
      throw new ConflictError(
        `The alias ${alias} has stood for nothing before version ${from} that is still there.`,
        because("nothing_before", { alias }),
      );
    await moveAlias(sql, ctx, { modelId, name, alias, version: to, from, reason }, "rollback");
    event({ topic: "model", id: name });
    return audit(
      "registered_model.rollback",
      {
        target: aliasTarget(name, alias),
        before: { alias, version: from },
        after: { alias, version: to },
        detail: { reason },
      },
      { alias, from, to },
    );
  },
);

export async function rollbackTarget(
  sql: Sql,
  of: { modelId: string; name: string; alias: string; current: number },
): Promise<number | null> {
  const changes = await listAliasChanges(sql, { ...of, before: null, limit: MOST_CHANGES });
  const numbers = [...new Set(changes.flatMap(({ fromVersion }) => fromVersion ?? []))];
  const present = await presentVersions(sql, of.modelId, numbers);
  return versionBefore(changes, of.current, (version) => present.has(version));
}
