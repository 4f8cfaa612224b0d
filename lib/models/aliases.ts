import { forbidden } from "@/lib/audit";
import { poolSql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import { aliasTarget, lockedModel, thereModel } from "./found";
import { refuseInUse } from "./in-use";
import { insertAliasChange } from "./repository/alias-changes";
import { endpointsOfAlias } from "./repository/endpoints";
import { findModelView, touchModel } from "./repository/models";
import { findPolicy } from "./repository/policies";
import { findAlias, removeAlias } from "./repository/tags";
import { findNewestVersion, findVersionByAlias } from "./repository/versions";
import { AliasRef } from "./schema";
import { LATEST } from "./values";
import { announce } from "./webhooks/announce";

const GUARDIAN = "models:manage";

/** The alias `latest` is the greatest version, whatever was set. */
export const getVersionByAlias = read("models:read", AliasRef, async (ctx, { name, alias }) => {
  const sql = poolSql(ctx.db.pool);
  const found =
    alias.toLowerCase() === LATEST
      ? await findNewestVersion(sql, name)
      : await findVersionByAlias(sql, name, alias);
  if (found) return found;
  thereModel(await findModelView(sql, name), name);
  throw InvalidError.field(
    "/alias",
    `The registered model ${JSON.stringify(name)} has no alias ${JSON.stringify(alias)}.`,
    because("not_there", { kind: "alias", id: alias }),
  );
});

/**
 * One that is not there is no error, as MLflow has it. Removing one that a policy guards needs the right to set policies. One that
 * an endpoint follows stays.
 */
export const deleteAlias = hotWrite(
  "models:write",
  AliasRef,
  async ({ sql, ctx, input: { name, alias }, audit, unchanged, event }) => {
    const { id } = await lockedModel(sql, name);
    const version = await findAlias(sql, id, alias);
    if (version === null) return unchanged(undefined);
    const isGuarded = (await findPolicy(sql, id, alias)) !== null;
    if (isGuarded && !ctx.actor.permissions.has(GUARDIAN)) throw forbidden(ctx.actor, GUARDIAN);
    const endpoints = await endpointsOfAlias(sql, name, alias);
    refuseInUse("delete", `the alias ${alias} of ${name}`, { endpoints });
    await removeAlias(sql, id, alias);
    await insertAliasChange(sql, {
      modelId: id,
      alias,
      from: version,
      to: null,
      kind: "removed",
      reason: "",
      by: ctx.actor,
    });
    await touchModel(sql, id);
    await announce(sql, ctx, "model_alias.deleted", { model: name, alias, from_version: version });
    event({ topic: "model", id: name });
    return audit(
      "registered_model.unalias",
      { target: aliasTarget(name, alias), before: { alias, version } },
      undefined,
    );
  },
);
