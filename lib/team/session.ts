import * as z from "zod";
import type { Actor, Deps } from "@/lib/platform/context";
import { seal, unseal } from "@/lib/platform/crypto";
import { newId } from "@/lib/platform/ids";
import * as repository from "./repository";
import { ROLE_PERMISSIONS } from "./roles";
import { Role } from "./schema";

/** The content of the cookie; everything else is read from our tables on each request. */
export type SessionRef = { sid: string; sv: number };

const IDLE_MS = 7 * 24 * 3_600_000;
const ABSOLUTE_MS = 30 * 24 * 3_600_000;
const TOUCH_EVERY_MS = 60_000;
const STEP_UP_MS = 10 * 60_000;
const CACHE_SECONDS = 30;
const EVICTED = "";
const cacheKey = (sid: string) => `gwanje:session:${sid}`;

const Cached = z.object({
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: Role,
  sv: z.number(),
  locale: z.string().nullable(),
  timeZone: z.string().nullable(),
  /** Milliseconds since 1970. Checked beside the TTL in Redis, because anybody with access to Redis could extend that. */
  until: z.number(),
});
export type SessionUser = Omit<z.infer<typeof Cached>, "until"> & { sid: string };

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

/** Null when the session is unknown, revoked, expired, idle for too long or outdated, or its person is deactivated. */
export async function resolveSession(deps: Deps, ref: SessionRef): Promise<SessionUser | null> {
  const cached = await readCache(deps, ref.sid);
  if (cached) return cached.sv === ref.sv ? cached : null;
  const row = await repository.findSessionWithUser(deps.db.prisma, ref.sid);
  const now = deps.clock.now();
  if (!row || !isLive(row, now) || row.user.deactivatedAt) return null;
  if (row.sessionVersion !== row.user.sessionVersion || row.sessionVersion !== ref.sv) return null;
  if (now.getTime() - row.lastSeenAt.getTime() > TOUCH_EVERY_MS)
    await repository.touchSession(deps.db.prisma, ref.sid, now);
  const { user } = row;
  const found = {
    userId: user.id,
    name: user.name,
    email: user.email,
    role: Role.parse(user.role),
    sv: row.sessionVersion,
    locale: user.locale,
    timeZone: user.timeZone,
  };
  // NX: a session that was revoked while its row was read has left a mark under this key.
  await deps.redis
    .set(cacheKey(ref.sid), cacheText(deps, ref.sid, found, now), "EX", CACHE_SECONDS, "NX")
    .catch(() => null);
  return { ...found, sid: ref.sid };
}

/**
 * True when the person proved who they are in this session within the last ten minutes. Reads the table, because a
 * cached value may be outdated.
 */
export async function provenRecently(deps: Pick<Deps, "db" | "clock">, sid: string): Promise<boolean> {
  const row = await repository.findSessionWithUser(deps.db.prisma, sid);
  return !!row?.stepUpAt && deps.clock.now().getTime() - row.stepUpAt.getTime() < STEP_UP_MS;
}

/**
 * All processes share the cache, so a revocation is seen by the next request everywhere. The mark in place of a session
 * lasts as long as a cached one, and stops a request that read the row before.
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

/** Sealed for this session, so that nobody with access to Redis can write "admin" into it. */
function cacheText(
  { secret }: Deps,
  sid: string,
  user: Omit<z.infer<typeof Cached>, "until">,
  now: Date,
): string {
  const until = now.getTime() + CACHE_SECONDS * 1_000;
  return seal(secret, cacheKey(sid), JSON.stringify({ ...user, until }));
}

async function readCache(deps: Deps, sid: string): Promise<SessionUser | null> {
  const text = await deps.redis.get(cacheKey(sid)).catch(() => null);
  if (text === null || text === EVICTED) return null;
  try {
    const { until, ...user } = Cached.parse(JSON.parse(unseal(deps.secret, cacheKey(sid), text)));
    return until > deps.clock.now().getTime() ? { ...user, sid } : null;
  } catch {
    // Not sealed by us, so the table is read.
    return null;
  }
}
