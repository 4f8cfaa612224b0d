import { poolSql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import { lockedModel, lockedVersion, modelTarget, thereModel } from "./found";
import { findModelView, touchModel } from "./repository/models";
import { findAlias, removeAlias, writeAlias } from "./repository/tags";
import { findNewestVersion, findVersionByAlias } from "./repository/versions";
import { AliasRef, SetAliasInput } from "./schema";
import { LATEST } from "./values";

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

/** An alias is moved when there is one already. */
export const setAlias = hotWrite("models:write", SetAliasInput, async ({ sql, input, audit, unchanged }) => {
  const { name, alias, version } = input;
  const { model } = await lockedVersion(sql, input);
  const before = await findAlias(sql, model.id, alias);
  if (before === version) return unchanged(undefined);
  await writeAlias(sql, model.id, alias, version);
  await touchModel(sql, model.id);
  return audit(
    "registered_model.alias",
    { target: modelTarget(name), before: { alias, version: before }, after: { alias, version } },
    undefined,
  );
});

/** One that is not there is no error, as MLflow has it. */
export const deleteAlias = hotWrite(
  "models:write",
  AliasRef,
  async ({ sql, input: { name, alias }, audit, unchanged }) => {
    const { id } = await lockedModel(sql, name);
    const version = await findAlias(sql, id, alias);
    if (version === null) return unchanged(undefined);
    await removeAlias(sql, id, alias);
    await touchModel(sql, id);
    return audit(
      "registered_model.unalias",
      { target: modelTarget(name), before: { alias, version } },
      undefined,
    );
  },
);
