import type { Readable } from "node:stream";
import type { Deps } from "@/lib/platform/context";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { publishEvent } from "@/lib/platform/events";
import { newId } from "@/lib/platform/ids";
import { removeLater, removeSoon } from "@/lib/platform/storage/removal";
import { read } from "@/lib/verbs";
import { artifactKey } from "./key";
import { type ArtifactRow, findArtifact, findByPath, holdRunningAttempt, upsertArtifact } from "./repository";
import { ArtifactId, type ArtifactView } from "./schema";
import { viewOf } from "./view";

/** Whose artifact it is. */
export type AttemptPlace = { attemptId: string; runId: string; dagId: string; taskId: string };
export type ArtifactUpload = {
  path: string;
  contentType: string;
  body: Readable;
  /** Asked when the body has ended. */
  measured: () => { sizeBytes: number; sha256: string };
};

/**
 * Stores the body, then its row. An attempt that has ended in the meantime stores nothing (CONFLICT); a body that fails
 * leaves what was stored before at this path as it was.
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
      throw new ConflictError("The attempt has ended; what it stores now is not kept.");
    }
    const before = await findByPath(sql, place.attemptId, path);
    const stored = { ...place, id, path, key, contentType, sizeBytes, sha256 };
    if (before) await removeLater(sql, [{ key: before.key, isPrefix: false }]);
    return upsertArtifact(sql, stored);
  }).catch(async (error: unknown) => {
    // With the database away too the object stays until its run goes, which takes everything below the run's prefix.
    await removeLater(poolSql(deps.db.pool), [{ key, isPrefix: false }]).catch(() => {});
    throw error;
  });
  removeSoon(deps);
  publishEvent(deps.redis, { topic: "artifact", id: row.id, dag_id: place.dagId, run_id: place.runId });
  return viewOf(row);
}

/** What an attempt stored itself; nobody else's. */
export async function openOwnArtifact(deps: Deps, attemptId: string, path: string): Promise<ArtifactRow> {
  const found = await findByPath(poolSql(deps.db.pool), attemptId, path);
  if (!found) throw new NotFoundError("artifact of this attempt", path);
  return found;
}

/** The row with its object's key, for a caller that streams it. */
export const openArtifact = read("artifacts:read", ArtifactId, async (ctx, input): Promise<ArtifactRow> => {
  const found = await findArtifact(poolSql(ctx.db.pool), input.artifact_id);
  if (!found) throw new NotFoundError("artifact", input.artifact_id);
  return found;
});
