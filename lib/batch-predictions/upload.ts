import { forbidden, recordDenied } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { parseInput } from "@/lib/verbs";
import { uploadPartKey } from "./keys";
import { UploadPart } from "./schema";

/**
 * Keeps a part of a file for a batch prediction of the same caller. It changes nothing that anybody sees; what no batch takes is
 * removed after a day.
 */
export async function keepUploadPart(ctx: Ctx, given: unknown, bytes: Uint8Array) {
  if (!ctx.actor.permissions.has("predictions:run")) {
    await recordDenied(ctx, "predictions:run");
    throw forbidden(ctx.actor, "predictions:run");
  }
  const { upload, part } = parseInput(UploadPart, given);
  await ctx.storage.putBytes(uploadPartKey(ctx.actor.id, upload, part), bytes);
  return { upload, part, size_bytes: bytes.byteLength };
}
