import { readHead } from "@/lib/artifacts";
import type { Ctx } from "@/lib/platform/context";
import { NotFoundError } from "@/lib/platform/errors";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { read } from "@/lib/verbs";
import { type ArtifactPlace, keyOf } from "./artifact-place";
import { folderNotFile, isFolder, placeBelow } from "./artifacts";
import type { ModelFacts, RunFile } from "./run-page-schema";
import { ArtifactFileInput, ArtifactPageInput, ModelFolderInput, OwnArtifactInput } from "./schema";
import { filesIn, modelIn } from "./stored-files";

/** What the REST API and the pages read of the files of a run or a logged model, where MLflow's protocol has forms of its own. */

/** Behind every key that begins with what stands before it: no character sorts higher. */
const LAST = "\u{10FFFF}";

/** One level below a path, by pages, in the bucket's order. Nothing below a file or below nothing. */
export const listArtifactPage = read("experiments:read", ArtifactPageInput, async (ctx, input) => {
  const { owner, path, limit, cursor } = input;
  const place = await placeBelow(ctx, owner, path);
  const root = keyOf({ ...place, path: "" });
  const below = path === "" ? root : `${keyOf(place)}/`;
  const [after] = cursor === undefined ? [] : decodeCursor(cursor);
  // One more shows whether there are more.
  const page = await ctx.storage.listFolder(below, {
    limit: limit + 1,
    ...(after ? { startAfter: `${root}${after}` } : {}),
  });
  const found = [
    ...page.objects.map(({ key, sizeBytes }) => ({ key, size: sizeBytes })),
    ...page.folders.map((key) => ({ key, size: null })),
  ].sort((one, other) => Buffer.compare(Buffer.from(one.key), Buffer.from(other.key)));
  const behind = ({ key, size }: Found) => [key.slice(root.length) + (size === null ? LAST : "")];
  return toPage(found, limit, behind, ({ key, size }): RunFile => {
    const name = key.slice(root.length);
    return { path: size === null ? name.slice(0, -1) : name, is_folder: size === null, size_bytes: size };
  });
});

type Found = { key: string; size: number | null };

/** The key of a file, for streaming, with what says how it is shown. */
export const openOwnArtifact = read("experiments:read", OwnArtifactInput, async (ctx, { owner, path }) =>
  opened(ctx, await placeBelow(ctx, owner, path)),
);

/** The beginning of a file: at most 256 KB, or 1,000 rows. */
export const readArtifactHead = read("experiments:read", ArtifactFileInput, async (ctx, input) => {
  const place = await placeBelow(ctx, input.owner, input.path);
  const { key } = await opened(ctx, place);
  return readHead(ctx.storage, { key, path: place.path, downloadUrl: downloadUrlOf(place) }, input.as);
});

/** One page of the bucket's list. */
const MOST_FILES = 1_000;

/** What the model in a folder says of itself. Its files are counted and not opened, MLmodel apart. */
export const readModelFacts = read(
  "experiments:read",
  ModelFolderInput,
  async (ctx, input): Promise<ModelFacts> => {
    const place = await placeBelow(ctx, input.owner, input.path);
    const [described, stored] = await Promise.all([modelIn(ctx, place), filesIn(ctx, place, MOST_FILES)]);
    if (!described) throw new NotFoundError("model", input.path);
    return {
      ...described,
      file_count: stored.files.length,
      size_bytes: stored.files.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
      is_complete: stored.complete,
    };
  },
);

async function opened(ctx: Ctx, place: ArtifactPlace) {
  const key = keyOf(place);
  const head = place.path === "" ? null : await ctx.storage.head(key);
  if (head) return { key, path: place.path, contentType: head.contentType, sizeBytes: head.sizeBytes };
  if (place.path === "" || (await isFolder(ctx, place))) throw folderNotFile(place.path);
  throw new NotFoundError("artifact", place.path);
}

function downloadUrlOf(place: ArtifactPlace): string {
  const owner = "runId" in place ? `experiment-runs/${place.runId}` : `logged-models/${place.modelId}`;
  return `/data/downloads/${owner}/${place.path.split("/").map(encodeURIComponent).join("/")}`;
}
