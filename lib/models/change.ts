import { hotWrite } from "@/lib/verbs";
import { lockedModel, lockedVersion, modelTarget, thereModel, versionTarget } from "./found";
import { taken } from "./models";
import { describeModel, findModelView, renameModel, touchModel } from "./repository/models";
import type { Tag } from "./repository/objects";
import { removeModelTag, removeVersionTag, writeModelTags, writeVersionTags } from "./repository/tags";
import { describeVersion, setStage } from "./repository/versions";
import { ChangeModelInput, ChangeVersionInput } from "./view-schema";
import { announce } from "./webhooks/announce";

type TagChanges = Readonly<Record<string, string | null>>;

/** Name, description and tags of a model at once: all of it or nothing. What already is so is no change. */
export const changeModel = hotWrite(
  "models:write",
  ChangeModelInput,
  async ({ sql, input: { name, change }, audit, unchanged, event }) => {
    const model = await lockedModel(sql, name);
    const was = thereModel(await findModelView(sql, name), name);
    const wanted = { name: change.name ?? name, description: descriptionOf(change, was.description) };
    const tags = changedTags(was.tags, change.tags ?? {});
    const isRenamed = wanted.name !== name;
    const isDescribed = wanted.description !== was.description;
    if (!isRenamed && !isDescribed && tags.length === 0) return unchanged(undefined);
    event({ topic: "model", id: name });
    if (isRenamed) event({ topic: "model", id: wanted.name });
    if (isDescribed) await describeModel(sql, model.id, wanted.description);
    const set = tags.flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
    if (set.length > 0) await writeModelTags(sql, model.id, set);
    for (const [key, value] of tags) if (value === null) await removeModelTag(sql, model.id, key);
    await touchModel(sql, model.id);
    // Last: after a name that is taken the transaction can only end.
    if (isRenamed && !(await renameModel(sql, model.id, wanted.name))) throw taken("/name", wanted.name);
    return audit(
      "registered_model.change",
      {
        target: modelTarget(wanted.name),
        before: { name, description: was.description, tags: valuesBefore(was.tags, tags) },
        after: { ...wanted, tags: Object.fromEntries(tags) },
      },
      undefined,
    );
  },
);

/** Description, tags and stage of a version at once. */
export const changeVersion = hotWrite(
  "models:write",
  ChangeVersionInput,
  async ({ sql, ctx, input: { name, version, change }, audit, unchanged, event }) => {
    const { model, before: was } = await lockedVersion(sql, { name, version });
    const description = descriptionOf(change, was.description);
    const stage = change.stage ?? was.stage;
    const tags = changedTags(was.tags, change.tags ?? {});
    if (description === was.description && stage === was.stage && tags.length === 0)
      return unchanged(undefined);
    event({ topic: "model", id: name });
    await describeVersion(sql, model.id, version, description);
    if (stage !== was.stage) {
      await setStage(sql, model.id, version, stage);
      await announce(sql, ctx, "model_version.stage_changed", { model: name, version, stage });
    }
    const set = tags.flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
    if (set.length > 0) await writeVersionTags(sql, model.id, version, set);
    for (const [key, value] of tags) if (value === null) await removeVersionTag(sql, model.id, version, key);
    return audit(
      "model_version.change",
      {
        target: versionTarget(name, version),
        before: { description: was.description, stage: was.stage, tags: valuesBefore(was.tags, tags) },
        after: { description, stage, tags: Object.fromEntries(tags) },
      },
      undefined,
    );
  },
);

const descriptionOf = (change: { description?: string | null | undefined }, was: string | null) =>
  change.description === undefined ? was : change.description || null;

function changedTags(was: readonly Tag[], wanted: TagChanges): [string, string | null][] {
  const before = new Map(was.map(({ key, value }) => [key, value]));
  return Object.entries(wanted).filter(([key, value]) => (before.get(key) ?? null) !== value);
}

function valuesBefore(was: readonly Tag[], changed: readonly (readonly [string, unknown])[]) {
  const before = new Map(was.map(({ key, value }) => [key, value]));
  return Object.fromEntries(changed.map(([key]) => [key, before.get(key) ?? null]));
}
