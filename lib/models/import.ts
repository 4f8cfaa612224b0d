import * as z from "zod";
import { Instant, namedBy, type Refusal, refusal, sift } from "@/lib/experiments";
import { lastOfEach } from "@/lib/experiments/values";
import type { Ctx } from "@/lib/platform/context";
import type { Sql } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { hotWrite } from "@/lib/verbs";
import { modelTarget } from "./found";
import { addAliases, addModelTags, addVersion, placeModel } from "./repository/import";
import { lockModel } from "./repository/models";
import { Tag } from "./schema";
import { parseSource } from "./source";
import { Alias, Description, Name, SourceText, StageName, text } from "./terms";
import { MAX_SOURCE } from "./values";
import { locate, runIdOf } from "./versions";

const Tags = z.array(z.unknown()).max(1_000).default([]);
const Version = z
  .union([z.string().regex(/^\d{1,9}$/), z.number().int().min(0).max(999_999_999)])
  .transform(Number)
  .pipe(z.number().min(1));
const SourceVersion = z.object({
  version: Version,
  source: SourceText,
  run_id: z.string().max(300).optional(),
  /** The logged model that the source names. */
  model_id: z.string().max(300).optional(),
  run_link: text(MAX_SOURCE).default(""),
  description: Description,
  current_stage: StageName.default("None"),
  creation_timestamp: Instant,
  last_updated_timestamp: Instant,
  tags: Tags,
});
type SourceVersion = z.output<typeof SourceVersion>;
const SourceAlias = z.object({ alias: Alias, version: Version });

const ImportRegistryInput = z.object({
  model: z.object({
    name: Name,
    description: Description,
    creation_timestamp: Instant,
    last_updated_timestamp: Instant,
    tags: Tags,
  }),
  versions: z.array(z.unknown()).max(100).default([]),
  aliases: z.array(z.unknown()).max(1_000).default([]),
});

/**
 * A registered model of another server, with versions under their own numbers, times, stages and aliases. What is here
 * already stays as it is, so that a repeated import takes nothing back. A version whose files are not here does not come.
 */
export const importRegistry = hotWrite(
  "imports:write",
  ImportRegistryInput,
  async ({ sql, ctx, input: { model, ...input }, audit, unchanged }) => {
    const { name } = model;
    const tags = sift(Tag, model.tags, "model tag", namedBy("key", `${name}: `));
    const versions = sift(SourceVersion, input.versions, "model version", namedBy("version", `${name}/`));
    const aliases = sift(SourceAlias, input.aliases, "alias", namedBy("alias", `${name}: `));
    const refused = [...tags.refused, ...versions.refused, ...aliases.refused];
    const isNew = await placeModel(sql, {
      name,
      description: model.description ?? null,
      createdBy: ctx.actor.id,
      created: model.creation_timestamp,
      updated: model.last_updated_timestamp,
    });
    const row = await lockModel(sql, name);
    if (!row) throw new Error("A model that was placed is gone");
    await addModelTags(sql, row.id, lastOfEach(tags.kept));
    const made: number[] = [];
    for (const version of versions.kept) {
      const brought = await bringVersion(sql, ctx, { id: row.id, name }, version);
      refused.push(...brought.refused);
      if (brought.isNew) made.push(version.version);
    }
    const there = await addAliases(sql, row.id, aliases.kept);
    refused.push(
      ...aliases.kept
        .filter(({ alias }) => !there.has(alias))
        .map(({ alias, version }) =>
          refusal("alias", `${name}: ${alias}`, `there is no version ${version} here`),
        ),
    );
    const result = { is_new: isNew, versions: made, refused };
    if (!isNew && made.length === 0) return unchanged(result);
    return audit(
      "registered_model.import",
      { target: modelTarget(name), detail: { versions: made } },
      result,
    );
  },
);

async function bringVersion(
  sql: Sql,
  ctx: Ctx,
  model: { id: string; name: string },
  given: SourceVersion,
): Promise<{ isNew: boolean; refused: Refusal[] }> {
  const id = `${model.name}/${given.version}`;
  const tags = sift(Tag, given.tags, "version tag", namedBy("key", `${id}: `));
  try {
    const said = { ...given, logged_model_id: given.model_id, tags: tags.kept };
    const storageLocation = await locate(sql, given.source, parseSource(said));
    const isNew = await addVersion(sql, {
      modelId: model.id,
      version: given.version,
      stage: given.current_stage,
      source: given.source,
      storageLocation,
      runId: runIdOf(given.run_id),
      runLink: given.run_link,
      description: given.description ?? null,
      createdBy: ctx.actor.id,
      created: given.creation_timestamp,
      updated: given.last_updated_timestamp,
      tags: lastOfEach(tags.kept),
    });
    return { isNew, refused: tags.refused };
  } catch (error) {
    // Thrown before anything is written: the source, or what it names.
    if (error instanceof AppError)
      return { isNew: false, refused: [...tags.refused, refusal("model version", id, error.message)] };
    throw error;
  }
}
