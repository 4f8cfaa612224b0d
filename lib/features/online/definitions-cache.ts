import { type Db, poolSql } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isStoreFault } from "@/lib/platform/store-fault";
import { readRevision, readSnapshot } from "../repository/snapshot";
import { type Definitions, definitionsOfRow } from "./definitions";

/**
 * Definitions are held in this process. They are asked for by one number: at most once in this time while requests come, so
 * that what is held was the present state less than so long ago.
 */
const CHECKED_MS = 1_000;

type Held = { definitions: Definitions; checkedAt: number };
type Check = { began: number; found: Promise<Definitions> };
type Cache = { held: Held | null; check: Check | null };

const caches = new WeakMap<Db, Cache>();

/**
 * Does the work with the definitions that are held. When it refuses, the present ones decide: what was made a moment ago is
 * found. `monotonic` is a clock that is never set back.
 */
export async function withDefinitions<R>(
  db: Db,
  work: (definitions: Definitions) => R,
  monotonic: () => number = () => performance.now(),
): Promise<R> {
  const began = monotonic();
  const known = await definitionsSince(db, began - CHECKED_MS, monotonic);
  try {
    return work(known);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const present = await definitionsSince(db, began, monotonic);
    if (present === known) throw error;
    return work(present);
  }
}

/** As they were at `since` or later. One look for all that ask at once. */
async function definitionsSince(db: Db, since: number, monotonic: () => number): Promise<Definitions> {
  const cache: Cache = caches.get(db) ?? { held: null, check: null };
  caches.set(db, cache);
  if (cache.held && cache.held.checkedAt >= since) return cache.held.definitions;
  if (cache.check && cache.check.began >= since) return cache.check.found;
  const began = monotonic();
  const check: Check = {
    began,
    found: look(db, cache, began).finally(() => {
      if (cache.check === check) cache.check = null;
    }),
  };
  cache.check = check;
  return check.found;
}

async function look(db: Db, cache: Cache, began: number): Promise<Definitions> {
  const { held } = cache;
  const found = await present(db, held).catch((error: unknown) => {
    // While the database is away, what was known last is served on.
    if (held && isStoreFault(error)) return held.definitions;
    throw error;
  });
  // A look that took long does not put back what a later one has found.
  if (!cache.held || cache.held.checkedAt < began) cache.held = { definitions: found, checkedAt: began };
  return found;
}

async function present(db: Db, held: Held | null): Promise<Definitions> {
  const sql = poolSql(db.pool);
  if (held && String(held.definitions.revision) === (await readRevision(sql))) return held.definitions;
  return definitionsOfRow(await readSnapshot(sql));
}
