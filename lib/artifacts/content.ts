import type { Readable } from "node:stream";
import { nudgeReaders } from "@/lib/events";
import type { Deps } from "@/lib/platform/context";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { removeLater, removeSoon } from "@/lib/platform/storage/removal";
import { read } from "@/lib/verbs";
import { artifactKey } from "./key";
import { type ArtifactRow, findArtifact, findByPath, holdRunningAttempt, upsertArtifact } from "./repository";
import { ArtifactId, type ArtifactView } from "./schema";
import { viewOf } from "./view";

/** The attempt and its run, pipeline and task. */
export type AttemptPlace = { attemptId: string; runId: string; dagId: string; taskId: string };
export type ArtifactUpload = {
  path: string;
  contentType: string;
  body: Readable;
  /** Called when the body has ended. */
  measured: () => { sizeBytes: number; sha256: string };
};

/**
 * Stores the body, then its row. Throws CONFLICT when the attempt has ended meanwhile. A body that fails leaves the
 * older artifact at this path as it was.
 */
export async function storeArtifact(
  deps: Deps,
  place: AttemptPlace,
  upload: ArtifactUpload,
): Promise<ArtifactView> {
  const id = newId("art");
  const key = artifactKey(place, id, upload.path);
  await deps.storage.putStream(key, upload.body, upload.contentType);
  const { path, contentType } = upload;
  const { sizeBytes, sha256 } = upload.measured();
  const row = await poolTransaction(deps.db.pool, async (sql) => {
    if (!(await holdRunningAttempt(sql, place.attemptId))) {
      throw new ConflictError("The attempt has ended and may not store anything more.");
    }
    const before = await findByPath(sql, place.attemptId, path);
    const stored = { ...place, id, path, key, contentType, sizeBytes, sha256 };
    if (before) await removeLater(sql, [{ key: before.key, isPrefix: false }]);
    return upsertArtifact(sql, stored);
  }).catch(async (error: unknown) => {
    // When the database is away too, the object stays until its run is deleted with everything under its prefix.
    await removeLater(poolSql(deps.db.pool), [{ key, isPrefix: false }]).catch(() => {});
    throw error;
  });
  removeSoon(deps);
  nudgeReaders(deps.redis);
  return viewOf(row);
}

/** Opens an artifact for the attempt that stored it, and for no other. */
export async function openOwnArtifact(deps: Deps, attemptId: string, path: string): Promise<ArtifactRow> {
  const found = await findByPath(poolSql(deps.db.pool), attemptId, path);
  if (!found) throw new NotFoundError("artifact of this attempt", path);
  return found;
}

/** The row with the key of its object, for streaming. */
export const openArtifact = read("artifacts:read", ArtifactId, async (ctx, input): Promise<ArtifactRow> => {
  const found = await findArtifact(poolSql(ctx.db.pool), input.artifact_id);
  if (!found) throw new NotFoundError("artifact", input.artifact_id);
  return found;
});
