import type { Actor, Deps } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import { poolSql } from "@/lib/platform/db";
import { looksLikeApiToken } from "./api-token";
import { tokenPermissions } from "./roles";
import { Role } from "./schema";
import { findTokenWithOwner, touchToken } from "./token-repository";

/** Of one token that there is: whose it is, what it may, until when. `actor` is null when it is worth nothing any more. */
export type KnownToken = {
  ownerId: string;
  actor: Actor | null;
  expiresAt: Date;
  lastUsedAt: Date | null;
};

const TOUCH_EVERY_MS = 60_000;

/** Null for any token that is not worth anything now: unknown, expired, revoked, its owner gone. */
export async function actorOfApiToken(deps: Deps, token: string, ip: string | null): Promise<Actor | null> {
  if (!looksLikeApiToken(token)) return null;
  const known = await lookUpToken(deps, sha256Hex(token));
  const now = deps.clock.now();
  const actor = actorAt(known, now);
  if (known && actor && wantsTouch(known, now)) await touchToken(poolSql(deps.db.pool), actor.id, now, ip);
  return actor;
}

export async function lookUpToken(deps: Pick<Deps, "db">, tokenHash: string): Promise<KnownToken | null> {
  const row = await findTokenWithOwner(poolSql(deps.db.pool), tokenHash);
  if (!row) return null;
  const role = Role.safeParse(row.ownerRole);
  const isOver = row.revokedAt !== null || row.ownerDeactivatedAt !== null || !role.success;
  const { id, ownerId, expiresAt, lastUsedAt } = row;
  const name = `${row.ownerName} (${row.name})`;
  const actor: Actor | null = isOver
    ? null
    : { type: "token", id, name, role: role.data, permissions: tokenPermissions(role.data, row.scopes) };
  return { ownerId, actor, expiresAt, lastUsedAt };
}

export function actorAt(known: KnownToken | null, now: Date): Actor | null {
  return known && known.expiresAt > now ? known.actor : null;
}

/** The last use is written once a minute, not with each of a thousand calls a second. */
export function wantsTouch({ lastUsedAt }: KnownToken, now: Date): boolean {
  return !lastUsedAt || now.getTime() - lastUsedAt.getTime() > TOUCH_EVERY_MS;
}
