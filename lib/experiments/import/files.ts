import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { AppError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import { type ArtifactPlace, checkPath, keyOf, parsePlace } from "../artifact-place";
import { findModel } from "../repository/models";
import { findRunPlace } from "../repository/runs";
import { ArtifactInput } from "../schema";
import { MissingFilesInput } from "./schema";
import { type Refusal, refusal } from "./sift";

/** Which of these files are not there yet, or are of another size; and which can never be, because of their names. */
export const findMissingFiles = read("imports:write", MissingFilesInput, async (ctx, { root, files }) => {
  const place = await placeOf(ctx, root);
  if (place.path !== "") throw notRoot(root);
  const refused: Refusal[] = [];
  const wanted = files.filter(({ path }) => {
    const problem = problemOf(path);
    if (problem) refused.push(refusal("file", `${root}/${path}`, problem));
    return !problem;
  });
  const sizes = wanted.length > 0 ? await sizesBelow(ctx, keyOf(place)) : new Map<string, number>();
  const missing = wanted.filter(({ path, size }) => sizes.get(path) !== size);
  return { missing: missing.map(({ path }) => path), refused };
});

/** Where a file is written: its key. Runs and models that are deleted take theirs too. */
export const placeImportedFile = read("imports:write", ArtifactInput, async (ctx, { path }) => {
  const place = await placeOf(ctx, path);
  const { objects } = await ctx.storage.list(`${keyOf(place)}/`, { limit: 1 });
  if (place.path === "" || objects.length > 0)
    throw InvalidError.field(
      "/path",
      `${JSON.stringify(path)} is a folder; a file needs a name of its own.`,
      because("invalid_format", { format: "a/b.txt" }),
    );
  return { key: keyOf(place) };
});

async function placeOf(ctx: Ctx, path: string): Promise<ArtifactPlace> {
  const place = parsePlace(path);
  if (!place) throw new NotFoundError("artifact", path);
  const sql = poolSql(ctx.db.pool);
  const owner = "runId" in place ? await findRunPlace(sql, place.runId) : await findModel(sql, place.modelId);
  if (!owner)
    throw "runId" in place
      ? new NotFoundError("run", place.runId)
      : new NotFoundError("logged model", place.modelId);
  return place;
}

function problemOf(path: string): string | null {
  try {
    checkPath(path);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}

/** A few tens of bytes for each file of one run. */
async function sizesBelow(ctx: Ctx, root: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  let startAfter: string | undefined;
  for (;;) {
    const page = await ctx.storage.list(root, startAfter === undefined ? {} : { startAfter });
    for (const { key, sizeBytes } of page.objects) sizes.set(key.slice(root.length), sizeBytes);
    startAfter = page.objects.at(-1)?.key;
    if (page.nextCursor === null || startAfter === undefined) return sizes;
  }
}

function notRoot(root: string): InvalidError {
  return InvalidError.field(
    "/root",
    `${JSON.stringify(root)} is not where the files of a run or model begin.`,
    because("invalid_format", { format: "<experiment>/<run>/artifacts" }),
  );
}
