import type { VersionView } from "@/lib/models";
import { BoundedMap } from "@/lib/platform/bounded-map";
import { type Db, poolSql } from "@/lib/platform/db";
import { AppError, NotFoundError } from "@/lib/platform/errors";
import { isStoreFault } from "@/lib/platform/store-fault";
import { type EndpointRow, findEndpoint, type VariantRow } from "../repository/endpoints";
import { textOf, versionOf } from "../variant";

/** A variant and the version that it stands for, null when that is gone. Equal keys are the same files of the same variant. */
export type Target = { variant: VariantRow; version: AnsweringVersion | null; key: string };
/** Of a remote model it is 0 until its server has said it. */
export type AnsweringVersion = Pick<VersionView, "name" | "version" | "storageLocation">;
/** An endpoint, what answers each of its slots, and what gets copies of its requests. */
export type Routing = {
  endpoint: EndpointRow;
  targets: readonly Target[];
  slots: readonly Target[];
  shadow: { target: Target; percent: number } | null;
};
type Held = { routing: Routing; checkedAt: number };
type Cache = { held: BoundedMap<string, Held>; checks: Map<string, Promise<Routing>> };

/** A change is served so long after it was made, and what no change was made to is asked for so often. */
const CHECKED_MS = 1_000;
const MOST_HELD = 1_000;
const caches = new WeakMap<Db, Cache>();

/**
 * What stands under a name, at most a second old. While the database is away, what was known last. Throws NotFoundError, and
 * UNAVAILABLE for an endpoint that is switched off.
 */
export async function routingOf(
  db: Db,
  name: string,
  monotonic: () => number = () => performance.now(),
): Promise<Routing> {
  const cache = caches.get(db) ?? { held: new BoundedMap<string, Held>(MOST_HELD), checks: new Map() };
  caches.set(db, cache);
  const held = cache.held.get(name);
  const now = monotonic();
  if (held && now - held.checkedAt < CHECKED_MS) return on(held.routing);
  const under = cache.checks.get(name);
  if (under) return on(await under);
  const check = look(db, name)
    .then((routing) => {
      cache.held.set(name, { routing, checkedAt: now });
      return routing;
    })
    .catch((error: unknown) => {
      if (held && isStoreFault(error)) return held.routing;
      cache.held.deleteWhere(({ routing }) => routing.endpoint.name === name);
      throw error;
    })
    .finally(() => cache.checks.delete(name));
  cache.checks.set(name, check);
  return on(await check);
}

/** What was known last of a name. */
export function knownRouting(db: Db, name: string): Routing | undefined {
  return caches.get(db)?.held.get(name)?.routing;
}

async function look(db: Db, name: string): Promise<Routing> {
  const sql = poolSql(db.pool);
  const endpoint = await findEndpoint(sql, name);
  if (!endpoint) throw new NotFoundError("endpoint", name);
  const targetOf = async (variant: VariantRow): Promise<Target> => {
    if (variant.remote) return remoteTarget(variant);
    const version = await versionOf(sql, variant);
    return { variant, version, key: keyOf(variant, version) };
  };
  const { variants, slots, shadow } = endpoint.live;
  const targets = await Promise.all(variants.map(targetOf));
  const byNumber = new Map(targets.map((target) => [target.variant.number, target]));
  return {
    endpoint,
    targets,
    slots: slots.flatMap((number) => byNumber.get(number) ?? []),
    shadow: shadow && { target: await targetOf(shadow), percent: shadow.percent },
  };
}

const remoteTarget = (variant: VariantRow): Target => ({
  variant,
  version: { name: variant.model, version: 0, storageLocation: "" },
  key: `remote ${textOf(variant)}`,
});

/** A version's files never change, but a model may be deleted and another be registered under its name. */
export function keyOf(variant: VariantRow, version: VersionView | null): string {
  return version
    ? `${version.name}/${version.version} ${version.storageLocation}`
    : `${textOf(variant)} gone`;
}

function on(routing: Routing): Routing {
  if (routing.endpoint.enabled) return routing;
  throw new AppError("UNAVAILABLE", `The endpoint ${routing.endpoint.name} is switched off.`);
}
