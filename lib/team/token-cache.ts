import type { Redis } from "ioredis";
import { BoundedMap } from "@/lib/platform/bounded-map";
import type { Actor, Deps } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import { poolSql } from "@/lib/platform/db";
import { isStoreFault } from "@/lib/platform/store-fault";
import { looksLikeApiToken } from "./api-token";
import { actorAt, type KnownToken, lookUpToken, wantsTouch } from "./known-token";
import { touchToken } from "./token-repository";

/**
 * Caches API tokens in this process for five seconds, because machines may call a thousand times a second. Entries are
 * found by the token's hash; the token itself is not stored.
 *
 * After a change of a token or its owner commits, a Redis message makes every process drop that owner's entries. Without
 * Redis they expire by time. A token's own expiry is checked on each call.
 *
 * While the database is away, tokens that were valid when it was asked last are taken for ten minutes more: what needs no database
 * goes on, and nobody could revoke a token meanwhile.
 */
export type TokenCache = {
  /** Null for an invalid token. */
  actorOf(token: string, ip: string | null): Promise<Actor | null>;
  close(): void;
};

const CHANNEL = "gwanje:tokens";
const KNOWN_MS = 5_000;
/** Unknown tokens have a cache of their own, so that invented ones do not displace valid ones. */
const UNKNOWN_MS = 2_000;
const MOST_HELD = 1_000;
const AWAY_MS = 600_000;

/** Call it after the commit of a change of a token, or of its owner's role or state. */
export function forgetTokensOf({ redis }: Pick<Deps, "redis">, ownerId: string): void {
  redis.publish(CHANNEL, ownerId).catch(() => {});
}

type Held = { known: KnownToken | null; until: number };
type LookUp = { found: Promise<KnownToken | null>; forgotten: Set<string> };
const ALL = "*";

/**
 * `listener` is this cache's own connection. `monotonic` is a monotonic clock: a wall clock that is set back would keep
 * entries longer.
 */
export function createTokenCache(
  deps: Deps,
  listener: Redis,
  monotonic: () => number = () => performance.now(),
): TokenCache {
  const known = new BoundedMap<string, Held>(MOST_HELD);
  const unknown = new BoundedMap<string, Held>(MOST_HELD);
  const lookUps = new Map<string, LookUp>();
  const forget = (ownerId: string) => {
    known.deleteWhere((held) => ownerId === ALL || held.known?.ownerId === ownerId);
    // A look-up under way may have read the row before the change.
    for (const { forgotten } of lookUps.values()) forgotten.add(ownerId);
  };
  // Messages were missed while the subscription was gone.
  listener.on(
    "ready",
    () =>
      void listener.subscribe(CHANNEL).then(
        () => forget(ALL),
        () => {},
      ),
  );
  listener.on("message", (_channel, ownerId) => forget(ownerId));

  /** One for all that ask for the same token at once. */
  function lookUp(hash: string): Promise<KnownToken | null> {
    const before = lookUps.get(hash);
    if (before) return before.found;
    const began = monotonic();
    const forgotten = new Set<string>();
    const found = lookUpToken(deps, hash)
      .then((token) => {
        const isStale = token && (forgotten.has(ALL) || forgotten.has(token.ownerId));
        if (token && !isStale) known.set(hash, { known: token, until: began + KNOWN_MS });
        if (!token) unknown.set(hash, { known: token, until: began + UNKNOWN_MS });
        return token;
      })
      .finally(() => lookUps.delete(hash));
    lookUps.set(hash, { found, forgotten });
    return found;
  }

  function remembered(hash: string): Held | undefined {
    const held = known.get(hash) ?? unknown.get(hash);
    return held && held.until > monotonic() ? held : undefined;
  }

  function knownBefore(hash: string, error: unknown): KnownToken | null {
    const held = known.get(hash);
    if (held && isStoreFault(error) && monotonic() - held.until < AWAY_MS) return held.known;
    throw error;
  }

  return {
    async actorOf(token, ip) {
      const hash = sha256Hex(token);
      const held = remembered(hash);
      if (!held && !looksLikeApiToken(token)) return null;
      const found = held
        ? held.known
        : await lookUp(hash).catch((error: unknown) => knownBefore(hash, error));
      const now = deps.clock.now();
      const actor = actorAt(found, now);
      if (found && actor && wantsTouch(found, now)) {
        found.lastUsedAt = now;
        // Not awaited: a failure must not fail this request.
        touchToken(poolSql(deps.db.pool), actor.id, now, ip).catch(() => {});
      }
      return actor;
    },
    close: () => listener.disconnect(),
  };
}
