import type { Deps } from "../context";
import { poolSql } from "../db";
import { BATCH, type Removal, settle, takeDue } from "./removal-repository";

export { removeLater } from "./removal-repository";

/**
 * Removes due objects in batches and returns how many. A removal that fails is retried after 2, 4, 8 ... minutes, at
 * most 8 hours, and does not hold up the others. Any number of processes may run this at once. Throws between two objects
 * once `signal` is aborted; what it leaves is tried again like a failure.
 */
export async function removeDue(
  { db, storage, log }: Pick<Deps, "db" | "storage" | "log">,
  signal?: AbortSignal,
): Promise<number> {
  const sql = poolSql(db.pool);
  let objects = 0;
  for (;;) {
    signal?.throwIfAborted();
    const due = await takeDue(sql);
    for (const one of due) {
      signal?.throwIfAborted();
      try {
        objects += await removeOne(storage, one, signal);
        await settle(sql, one);
      } catch (error) {
        signal?.throwIfAborted();
        log.warn({ err: error, key: one.key }, "an object was not removed; it is tried again later");
      }
    }
    if (due.length < BATCH) return objects;
  }
}

/** The same without waiting; housekeeping retries failures. */
export function removeSoon(deps: Pick<Deps, "db" | "storage" | "log">): void {
  removeDue(deps).catch((error: unknown) =>
    deps.log.warn({ err: error }, "objects whose rows are gone wait for housekeeping"),
  );
}

async function removeOne(
  storage: Deps["storage"],
  { key, isPrefix }: Removal,
  signal?: AbortSignal,
): Promise<number> {
  if (!isPrefix) {
    await storage.remove(key);
    return 1;
  }
  let removed = 0;
  for (;;) {
    const { objects, nextCursor } = await storage.list(key);
    for (const object of objects) {
      signal?.throwIfAborted();
      await storage.remove(object.key);
    }
    removed += objects.length;
    if (nextCursor === null) return removed;
  }
}
