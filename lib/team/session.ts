import type { Actor, Deps } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import * as repository from "./repository";
import { ROLE_PERMISSIONS } from "./roles";
import { Role } from "./schema";

/** The cookie carries only these two; everything else is read from our tables on each request. */
export type SessionRef = { sid: string; sv: number };

const IDLE_MS = 7 * 24 * 3_600_000;
const ABSOLUTE_MS = 30 * 24 * 3_600_000;
const TOUCH_EVERY_MS = 60_000;
const STEP_UP_MS = 10 * 60_000;
const CACHE_SECONDS = 30;
const EVICTED = "";
const cacheKey = (sid: string) => `gwanje:session:${sid}`;

type Cached = {
  userId: string;
  name: string;
  email: string;
  role: Role;
  sv: number;
  locale: string | null;
  timeZone: string | null;
};
export type SessionUser = Cached & { sid: string };

function isLive(session: { revokedAt: Date | null; expiresAt: Date; lastSeenAt: Date }, now: Date): boolean {
  return (
    session.revokedAt === null &&
    session.expiresAt > now &&
    now.getTime() - session.lastSeenAt.getTime() < IDLE_MS
  );
}

export async function startSession(
  deps: Deps,
  user: { id: string; sessionVersion: number },
  method: string,
  from: { userAgent: string | null; ip: string | null },
): Promise<SessionRef> {
  const now = deps.clock.now();
  const sid = newId("ses", now.getTime());
  await repository.createSession(deps.db.prisma, {
    id: sid,
    userId: user.id,
    sessionVersion: user.sessionVersion,
    method,
    userAgent: from.userAgent?.slice(0, 300) ?? null,
    ip: from.ip,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + ABSOLUTE_MS),
    stepUpAt: now,
  });
  return { sid, sv: user.sessionVersion };
}

/** Null when the session is unknown, revoked, expired, idle too long, outdated, or its person deactivated. */
export async function resolveSession(deps: Deps, ref: SessionRef): Promise<SessionUser | null> {
  const cached = await readCache(deps, ref.sid);
  if (cached) return cached.sv === ref.sv ? { ...cached, sid: ref.sid } : null;
  const row = await repository.findSessionWithUser(deps.db.prisma, ref.sid);
  const now = deps.clock.now();
  if (!row || !isLive(row, now) || row.user.deactivatedAt) return null;
  if (row.sessionVersion !== row.user.sessionVersion || row.sessionVersion !== ref.sv) return null;
  if (now.getTime() - row.lastSeenAt.getTime() > TOUCH_EVERY_MS)
    await repository.touchSession(deps.db.prisma, ref.sid, now);
  const { user } = row;
  const found: Cached = {
    userId: user.id,
    name: user.name,
    email: user.email,
    role: Role.parse(user.role),
    sv: row.sessionVersion,
    locale: user.locale,
    timeZone: user.timeZone,
  };
  // Only where nothing is: a session that ended while we read it has left its mark there.
  await deps.redis.set(cacheKey(ref.sid), JSON.stringify(found), "EX", CACHE_SECONDS, "NX").catch(() => null);
  return { ...found, sid: ref.sid };
}

/** Whether the person proved who they are within the last ten minutes, in this session. Read from the table: a cached answer would be too kind. */
export async function provenRecently(deps: Pick<Deps, "db" | "clock">, sid: string): Promise<boolean> {
  const row = await repository.findSessionWithUser(deps.db.prisma, sid);
  return !!row?.stepUpAt && deps.clock.now().getTime() - row.stepUpAt.getTime() < STEP_UP_MS;
}

/**
 * The cache is one for all processes, so a revocation is seen by the next request everywhere. What stands in the place of
 * a session for as long as one is remembered keeps out a request that has read the row just before.
 */
export async function evictSessions(deps: Pick<Deps, "redis">, sids: readonly string[]): Promise<void> {
  const marks = deps.redis.pipeline();
  for (const sid of sids) marks.set(cacheKey(sid), EVICTED, "EX", CACHE_SECONDS);
  await marks.exec().catch(() => null);
}

export function sessionActor(user: SessionUser): Actor {
  return {
    type: "user",
    id: user.userId,
    name: user.name,
    role: user.role,
    permissions: ROLE_PERMISSIONS[user.role],
    sessionId: user.sid,
    ...(user.locale ? { locale: user.locale } : {}),
    ...(user.timeZone ? { timeZone: user.timeZone } : {}),
  };
}

async function readCache(deps: Deps, sid: string): Promise<Cached | null> {
  const text = await deps.redis.get(cacheKey(sid)).catch(() => null);
  return text === null || text === EVICTED ? null : cachedOf(text);
}

/** Only startSession's own JSON is ever under this key. */
function cachedOf(text: string): Cached {
  return JSON.parse(text) as Cached;
}
