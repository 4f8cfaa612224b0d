import type { Sql } from "@/lib/platform/db";
import { hotWrite } from "@/lib/verbs";
import { changed, lockActive, taken } from "./experiments";
import { removeExperimentTag, renameExperiment, writeExperimentTags } from "./repository/experiments";
import { NOTE_TAG } from "./values";
import { ExperimentChangeInput } from "./view-schema";

/** Name, description and tags at once: all of it or nothing. What already is so is no change. */
export const changeExperiment = hotWrite(
  "experiments:write",
  ExperimentChangeInput,
  async ({ sql, input, audit, unchanged, event }) => {
    const was = await lockActive(sql, input.experiment_id);
    const name = input.name ?? was.name;
    const before = new Map(was.tags.map(({ key, value }) => [key, value]));
    const wanted = Object.entries(tagChanges(input));
    const tags = wanted.filter(([key, value]) => (before.get(key) ?? null) !== value);
    if (name === was.name && tags.length === 0) return unchanged(undefined);
    if (name !== was.name && !(await renameExperiment(sql, was.id, name))) throw taken(name);
    await writeChanges(sql, was.id, tags);
    event(changed(was.id));
    const tagsBefore = Object.fromEntries(tags.map(([key]) => [key, before.get(key) ?? null]));
    return audit(
      "experiment.change",
      {
        target: { type: "experiment", id: was.id },
        before: { name: was.name, tags: tagsBefore },
        after: { name, tags: Object.fromEntries(tags) },
      },
      undefined,
    );
  },
);

async function writeChanges(sql: Sql, id: string, tags: readonly (readonly [string, string | null])[]) {
  const set = tags.flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
  if (set.length > 0) await writeExperimentTags(sql, id, set);
  for (const [key, value] of tags) if (value === null) await removeExperimentTag(sql, id, key);
}

/** What an update says of tags: a value, or null for one that goes. The description is one of them. */
export function tagChanges(input: {
  tags?: Record<string, string | null> | undefined;
  description?: string | null | undefined;
}): Record<string, string | null> {
  const note = input.description === undefined ? {} : { [NOTE_TAG]: input.description || null };
  return { ...input.tags, ...note };
}
