import type { Ctx } from "@/lib/platform/context";
import { macOf, sameText } from "@/lib/platform/crypto";
import { NotFoundError, TooLargeError } from "@/lib/platform/errors";
import type { Upload } from "@/lib/platform/storage/uploads";
import { read } from "@/lib/verbs";
import { keyOf } from "./artifact-place";
import { placeArtifact, placeOf } from "./artifacts";
import { AbortUploadInput, BeginUploadInput, CompleteUploadInput, PutPartInput } from "./schema";

/**
 * Artifacts that come in parts. The id that a client is given says for which file it is, so that an upload is never
 * completed as another run's. Parts change nothing that anyone reads; `completeUpload` does.
 */
export const beginUpload = read("experiments:write", BeginUploadInput, async (ctx, { path }) => {
  const { key } = await placeArtifact(ctx, { path });
  const upload = await ctx.storage.uploads.begin(key);
  return { upload, uploadId: `${upload.id}.${sealOf(ctx, upload)}` };
});

/** Where one part goes. */
export const openPart = read("experiments:write", PutPartInput, async (ctx, { path, upload_id }) => {
  const { key } = await placeArtifact(ctx, { path });
  return uploadOf(ctx, key, upload_id);
});

export const completeUpload = read("experiments:write", CompleteUploadInput, async (ctx, input) => {
  const { key } = await placeArtifact(ctx, { path: input.path });
  await ctx.storage.uploads.complete(uploadOf(ctx, key, input.upload_id), input.parts);
  const made = await ctx.storage.head(key);
  if (!made || made.sizeBytes <= input.max_bytes) return;
  await ctx.storage.remove(key);
  throw new TooLargeError(`The artifact is larger than the limit of ${input.max_bytes} bytes.`);
});

/** Also below a run that was deleted meanwhile. */
export const abortUpload = read("experiments:write", AbortUploadInput, async (ctx, { path, upload_id }) => {
  const key = keyOf(await placeOf(ctx, path));
  await ctx.storage.uploads.abort(uploadOf(ctx, key, upload_id));
});

function uploadOf(ctx: Ctx, key: string, given: string): Upload {
  const id = given.slice(0, given.lastIndexOf("."));
  const seal = given.slice(given.lastIndexOf(".") + 1);
  if (!sameText(seal, sealOf(ctx, { key, id }))) throw new NotFoundError("upload", given);
  return { key, id };
}

function sealOf({ secret }: Ctx, { key, id }: Upload): string {
  return macOf(secret, "artifact-upload", `${id} ${key}`);
}
