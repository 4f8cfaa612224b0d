import type { Redis } from "ioredis";
import { BoundedMap } from "@/lib/platform/bounded-map";
import type { Actor, Deps } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import { poolSql } from "@/lib/platform/db";
import { looksLikeApiToken } from "./api-token";
import { actorAt, type KnownToken, lookUpToken, wantsTouch } from "./known-token";
import { touchToken } from "./token-repository";

/**
 * What this process remembers of API tokens, so that a machine that calls a thousand times a second asks the database once
 * in five seconds. By the token's hash; the token itself is nowhere.
 *
 * A change of a token or of its owner is said on a channel of Redis after its commit, and every process forgets that
 * owner's tokens. Without Redis, or with one that is silent, they are forgotten when their time is up. Expiry is judged
 * with each call.
 */
export type TokenCache = {
  /** Null for a token that is not worth anything now. */
  actorOf(token: string, ip: string | null): Promise<Actor | null>;
  close(): void;
};

const CHANNEL = "gwanje:tokens";
const KNOWN_MS = 5_000;
/** Of what is no token. Apart from those that are, so that invented ones push none of them out. */
const UNKNOWN_MS = 2_000;
const MOST_HELD = 1_000;

/** After the commit of a change of a token, or of the role or state of who owns it. */
export function forgetTokensOf({ redis }: Pick<Deps, "redis">, ownerId: string): void {
  redis.publish(CHANNEL, ownerId).catch(() => {});
}

type Held = { known: KnownToken | null; until: number };
type LookUp = { found: Promise<KnownToken | null>; forgotten: Set<string> };
const ALL = "*";

/** `listener` is this cache's own connection. `monotonic` is a clock that nobody sets: a wall clock that is put back would remember for longer. */
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
    // What is read at this moment may have been read before the change.
    for (const { forgotten } of lookUps.values()) forgotten.add(ownerId);
  };
  // What was said while the subscription was gone was said to nobody.
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

  return {
    async actorOf(token, ip) {
      const hash = sha256Hex(token);
      const held = remembered(hash);
      if (!held && !looksLikeApiToken(token)) return null;
      const found = held ? held.known : await lookUp(hash);
      const now = deps.clock.now();
      const actor = actorAt(found, now);
      if (found && actor && wantsTouch(found, now)) {
        found.lastUsedAt = now;
        // Nobody waits for it, and a database that is away is not this request's matter.
        touchToken(poolSql(deps.db.pool), actor.id, now, ip).catch(() => {});
      }
      return actor;
    },
    close: () => listener.disconnect(),
  };
}
