import type { VersionView } from "@/lib/models";
import { BoundedMap } from "@/lib/platform/bounded-map";
import { type Db, poolSql } from "@/lib/platform/db";
import { AppError, NotFoundError } from "@/lib/platform/errors";
import { isStoreFault } from "@/lib/platform/store-fault";
import { type EndpointRow, findEndpoint } from "../repository/endpoints";
import { textOf, versionOf } from "../variant";

/** An endpoint and the version that its variant stands for. */
export type Target = { endpoint: EndpointRow; version: VersionView };
type Held = { target: Target; checkedAt: number };
type Cache = { held: BoundedMap<string, Held>; checks: Map<string, Promise<Target>> };

/** A change is served so long after it was made, and what no change was made to is asked for so often. */
const CHECKED_MS = 1_000;
const MOST_HELD = 1_000;
const caches = new WeakMap<Db, Cache>();

/**
 * What stands under a name, at most a second old. While the database is away, what was known last. Throws NotFoundError, and
 * UNAVAILABLE for an endpoint that is switched off or whose model is gone.
 */
export async function targetOf(
  db: Db,
  name: string,
  monotonic: () => number = () => performance.now(),
): Promise<Target> {
  const cache = caches.get(db) ?? { held: new BoundedMap<string, Held>(MOST_HELD), checks: new Map() };
  caches.set(db, cache);
  const held = cache.held.get(name);
  const now = monotonic();
  if (held && now - held.checkedAt < CHECKED_MS) return on(held.target);
  const under = cache.checks.get(name);
  if (under) return on(await under);
  const check = look(db, name)
    .then((target) => {
      cache.held.set(name, { target, checkedAt: now });
      return target;
    })
    .catch((error: unknown) => {
      if (held && isStoreFault(error)) return held.target;
      cache.held.deleteWhere(({ target }) => target.endpoint.name === name);
      throw error;
    })
    .finally(() => cache.checks.delete(name));
  cache.checks.set(name, check);
  return on(await check);
}

async function look(db: Db, name: string): Promise<Target> {
  const sql = poolSql(db.pool);
  const endpoint = await findEndpoint(sql, name);
  if (!endpoint) throw new NotFoundError("endpoint", name);
  const version = await versionOf(sql, endpoint.variant);
  if (!version)
    throw new AppError(
      "UNAVAILABLE",
      `The endpoint ${name} stands for ${textOf(endpoint.variant)}, which is not among the registered models any more.`,
    );
  return { endpoint, version };
}

function on(target: Target): Target {
  if (target.endpoint.enabled) return target;
  throw new AppError("UNAVAILABLE", `The endpoint ${target.endpoint.name} is switched off.`);
}
