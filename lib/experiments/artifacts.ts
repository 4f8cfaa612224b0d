import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import { type ArtifactPlace, checkPath, keyOf, parsePlace } from "./artifact-place";
import { findModel } from "./repository/models";
import { findRunPlace } from "./repository/runs";
import { assertActive } from "./runs";
import { ArtifactInput, ModelArtifactsInput, RunArtifactsInput } from "./schema";
import { isModelId, isRunId } from "./values";

export type ArtifactEntry = { path: string; isFolder: boolean; sizeBytes: number };

/** Where an artifact is read: its key in the bucket. Deleted runs are read too. */
export const openArtifact = read("experiments:read", ArtifactInput, async (ctx, input) =>
  openFile(ctx, await placeOf(ctx, input.path)),
);

export function folderNotFile(path: string, wayOut = "ask for its list"): InvalidError {
  return InvalidError.field(
    "/path",
    `${JSON.stringify(path)} is a folder; ${wayOut}.`,
    because("invalid_format", { format: "a/b.txt" }),
  );
}

/** Where one is written: its key. A deleted run takes nothing. */
export const placeArtifact = read("experiments:write", ArtifactInput, async (ctx, input) =>
  placeFile(ctx, await placeOf(ctx, input.path)),
);

export const placeRunArtifact = read(
  "experiments:write",
  RunArtifactsInput,
  async (ctx, { run_id, path }) => {
    return placeFile(ctx, await placeBelow(ctx, { run_id }, path));
  },
);

/** One level below a path, by name; nothing below a file or below nothing. Paths are those of the run. */
export const listArtifacts = read("experiments:read", ArtifactInput, async (ctx, input) =>
  entriesOf(ctx, await placeOf(ctx, input.path)),
);

export const listRunArtifacts = read("experiments:read", RunArtifactsInput, async (ctx, { run_id, path }) => {
  const run = await runOf(ctx, run_id);
  const entries = await entriesOf(ctx, { runId: run.runId, path: path === "" ? "" : checkPath(path) });
  return { experimentId: run.experimentId, entries };
});

export const listModelArtifacts = read("experiments:read", ModelArtifactsInput, async (ctx, input) => {
  const { modelId, experimentId } = await modelOf(ctx, input.model_id);
  return {
    experimentId,
    entries: await entriesOf(ctx, { modelId, path: input.path === "" ? "" : checkPath(input.path) }),
  };
});

/** A file or a folder with all that it holds; what is not there is gone already. */
export async function deleteArtifacts(ctx: Ctx, input: z.input<typeof ArtifactInput>): Promise<void> {
  const place = await removable(ctx, input);
  const key = keyOf(place);
  if (place.path !== "") await ctx.storage.remove(key);
  const below = place.path === "" ? key : `${key}/`;
  for (;;) {
    const { objects, nextCursor } = await ctx.storage.list(below);
    for (const object of objects) await ctx.storage.remove(object.key);
    if (nextCursor === null) break;
  }
  const { path } = place;
  await recordRemoval(
    ctx,
    "runId" in place
      ? { type: "experiment_run", id: place.runId, path }
      : { type: "logged_model", id: place.modelId, path },
  );
}

const removable = read("experiments:write", ArtifactInput, (ctx, input) => placeOf(ctx, input.path));

const REMOVED = {
  experiment_run: "experiment_run.delete_artifacts",
  logged_model: "logged_model.delete_artifacts",
} as const;

const recordRemoval = hotWrite(
  "experiments:write",
  z.object({ type: z.enum(["experiment_run", "logged_model"]), id: z.string(), path: z.string() }),
  async ({ input: { path, ...target }, audit }) =>
    audit(REMOVED[target.type], { target, before: { path } }, undefined),
);

/** The place of a path below a run or a logged model that is there; deleted ones too. */
export async function placeBelow(
  ctx: Ctx,
  owner: { run_id: string } | { model_id: string },
  path: string,
): Promise<ArtifactPlace> {
  const checked = path === "" ? "" : checkPath(path);
  if ("run_id" in owner) return { runId: (await runOf(ctx, owner.run_id)).runId, path: checked };
  return { modelId: (await modelOf(ctx, owner.model_id)).modelId, path: checked };
}

export async function placeOf(ctx: Ctx, path: string): Promise<ArtifactPlace> {
  const place = parsePlace(path);
  if (!place) throw new NotFoundError("artifact", path);
  await ("runId" in place ? runOf(ctx, place.runId) : modelOf(ctx, place.modelId));
  return place;
}

async function openFile(ctx: Ctx, place: ArtifactPlace) {
  const key = keyOf(place);
  if (place.path === "" || (!(await ctx.storage.head(key)) && (await isFolder(ctx, place))))
    throw folderNotFile(place.path);
  return { key, path: place.path };
}

async function placeFile(ctx: Ctx, place: ArtifactPlace) {
  if ("runId" in place) assertActive(await runOf(ctx, place.runId));
  if (place.path === "" || (await isFolder(ctx, place)))
    throw folderNotFile(place.path, "a file needs a name of its own");
  return { key: keyOf(place) };
}

async function runOf(ctx: Ctx, runId: string) {
  const run = isRunId(runId) ? await findRunPlace(poolSql(ctx.db.pool), runId) : null;
  if (!run) throw new NotFoundError("run", runId);
  return run;
}

/** Deleted ones too. */
async function modelOf(ctx: Ctx, modelId: string) {
  const model = isModelId(modelId) ? await findModel(poolSql(ctx.db.pool), modelId) : null;
  if (!model) throw new NotFoundError("logged model", modelId);
  return model;
}

export async function isFolder(ctx: Ctx, place: ArtifactPlace): Promise<boolean> {
  const { objects } = await ctx.storage.list(`${keyOf(place)}/`, { limit: 1 });
  return objects.length > 0;
}

async function entriesOf(ctx: Ctx, place: ArtifactPlace): Promise<ArtifactEntry[]> {
  const root = keyOf({ ...place, path: "" });
  const below = place.path === "" ? root : `${keyOf(place)}/`;
  const entries: ArtifactEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await ctx.storage.listFolder(below, cursor === undefined ? {} : { cursor });
    for (const { key, sizeBytes } of page.objects)
      entries.push({ path: key.slice(root.length), isFolder: false, sizeBytes });
    for (const folder of page.folders)
      entries.push({ path: folder.slice(root.length, -1), isFolder: true, sizeBytes: 0 });
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return entries.sort((one, other) => (one.path < other.path ? -1 : 1));
}
