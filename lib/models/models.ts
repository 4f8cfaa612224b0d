import { lastOfEach } from "@/lib/experiments/values";
import { poolSql } from "@/lib/platform/db";
import { ConflictError } from "@/lib/platform/errors";
import { hotWrite, read } from "@/lib/verbs";
import { lockedModel, modelTarget, thereModel } from "./found";
import { refuseInUse } from "./in-use";
import { endpointsOfModel } from "./repository/endpoints";
import {
  describeModel,
  findModelView,
  insertModel,
  removeModel,
  renameModel as renameModelRow,
  touchModel,
} from "./repository/models";
import { liveAliases, removeModelTag, writeModelTags } from "./repository/tags";
import {
  CreateModelInput,
  DeleteModelTagInput,
  LatestVersionsInput,
  ModelRef,
  RenameModelInput,
  SetModelTagInput,
  UpdateModelInput,
} from "./schema";

export const getModel = read("models:read", ModelRef, async (ctx, { name }) =>
  thereModel(await findModelView(poolSql(ctx.db.pool), name), name),
);

/** The newest version of each of these stages; of all stages when none is named. */
export const getLatestVersions = read("models:read", LatestVersionsInput, async (ctx, { name, stages }) => {
  const { latestVersions } = thereModel(await findModelView(poolSql(ctx.db.pool), name), name);
  return stages.length === 0 ? latestVersions : latestVersions.filter(({ stage }) => stages.includes(stage));
});

export const createModel = hotWrite(
  "models:write",
  CreateModelInput,
  async ({ sql, ctx, input, audit, event }) => {
    event({ topic: "model", id: input.name });
    const { name, description = null } = input;
    const tags = lastOfEach(input.tags);
    const id = await insertModel(sql, name, description, ctx.actor.id);
    if (id === null) throw taken("/name", name);
    if (tags.length > 0) await writeModelTags(sql, id, tags);
    const model = thereModel(await findModelView(sql, name), name);
    return audit(
      "registered_model.create",
      { target: modelTarget(name), after: { name, description, tags } },
      model,
    );
  },
);

/** Versions, aliases, tags and stages stay. */
export const renameModel = hotWrite(
  "models:write",
  RenameModelInput,
  async ({ sql, input: { name, new_name }, audit, unchanged, event }) => {
    for (const id of [name, new_name]) event({ topic: "model", id });
    const { id } = await lockedModel(sql, name);
    if (new_name === name) return unchanged(thereModel(await findModelView(sql, name), name));
    refuseInUse("rename", `the model ${name}`, { endpoints: await endpointsOfModel(sql, name) });
    if (!(await renameModelRow(sql, id, new_name))) throw taken("/new_name", new_name);
    const model = thereModel(await findModelView(sql, new_name), new_name);
    return audit(
      "registered_model.rename",
      { target: modelTarget(new_name), before: { name }, after: { name: new_name } },
      model,
    );
  },
);

/** An update without a description clears it. */
export const updateModel = hotWrite(
  "models:write",
  UpdateModelInput,
  async ({ sql, input: { name, description = null }, audit, event }) => {
    event({ topic: "model", id: name });
    const before = await lockedModel(sql, name);
    await describeModel(sql, before.id, description);
    const model = thereModel(await findModelView(sql, name), name);
    const change = { before: { description: before.description }, after: { description } };
    return audit("registered_model.update", { target: modelTarget(name), ...change }, model);
  },
);

/**
 * With its versions, aliases, policies and history. Refused while an alias is in use or an endpoint answers with one of them. The name is free at once, and the
 * numbers of a new model with it begin at 1.
 */
export const deleteModel = hotWrite(
  "models:write",
  ModelRef,
  async ({ sql, input: { name }, audit, event }) => {
    const { id } = await lockedModel(sql, name);
    const [aliases, endpoints] = [await liveAliases(sql, id, null), await endpointsOfModel(sql, name)];
    refuseInUse("delete", `the model ${name}`, { aliases, endpoints });
    event({ topic: "model", id: name });
    const before = await findModelView(sql, name);
    await removeModel(sql, id);
    return audit("registered_model.delete", { target: modelTarget(name), before }, undefined);
  },
);

export const setModelTag = hotWrite(
  "models:write",
  SetModelTagInput,
  async ({ sql, input: { name, key, value }, audit, event }) => {
    event({ topic: "model", id: name });
    const { id } = await lockedModel(sql, name);
    await writeModelTags(sql, id, [{ key, value }]);
    await touchModel(sql, id);
    return audit("registered_model.tag", { target: modelTarget(name), after: { key, value } }, undefined);
  },
);

/** One that is not there is no error, as MLflow has it. */
export const deleteModelTag = hotWrite(
  "models:write",
  DeleteModelTagInput,
  async ({ sql, input: { name, key }, audit, unchanged, event }) => {
    const { id } = await lockedModel(sql, name);
    if (!(await removeModelTag(sql, id, key))) return unchanged(undefined);
    event({ topic: "model", id: name });
    await touchModel(sql, id);
    return audit("registered_model.untag", { target: modelTarget(name), before: { key } }, undefined);
  },
);

export function taken(pointer: string, name: string): ConflictError {
  return ConflictError.taken(pointer, name, `There is already a registered model ${JSON.stringify(name)}.`);
}
