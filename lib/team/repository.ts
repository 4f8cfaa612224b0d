import { type Db, type Sql, type Tx, txSql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { ActiveAdmin } from "./last-admin";
import type { Role } from "./schema";

type Store = Tx | Db["prisma"];

export const findTeam = (store: Store) => store.team.findUnique({ where: { id: 1 } });
export type TeamRow = NonNullable<Awaited<ReturnType<typeof findTeam>>>;
export async function lockTeam(tx: Tx): Promise<TeamRow | null> {
  await txSql(tx).rows("SELECT id FROM team WHERE id = 1 FOR UPDATE");
  return findTeam(tx);
}
export const updateTeam = (store: Store, data: { name?: string; locale?: string; timeZone?: string }) =>
  store.team.update({ where: { id: 1 }, data });
export const createTeam = (store: Store, data: { name: string; locale: string; timeZone: string }) =>
  store.team.create({ data: { id: 1, ...data } });

export const findUserByEmail = (store: Store, email: string) => store.user.findUnique({ where: { email } });
export const listUserRows = (store: Store) => store.user.findMany({ orderBy: { id: "asc" } });
export async function getUserRow(store: Store, id: string) {
  const user = await store.user.findUnique({ where: { id } });
  if (!user) throw new NotFoundError("user", id);
  return user;
}
export async function findUserName(store: Store, id: string): Promise<string | null> {
  return (await store.user.findUnique({ where: { id }, select: { name: true } }))?.name ?? null;
}
export async function createUser(
  store: Store,
  data: {
    id: string;
    email: string;
    name: string;
    role: Role;
    passwordHash: string | null;
    locale?: string;
    timeZone?: string;
  },
) {
  const taken = await store.user.findUnique({ where: { email: data.email } });
  if (taken)
    throw new ConflictError("There is already a member with this e-mail address.", because("already_member"));
  return store.user.create({ data });
}
export const updateUser = (store: Store, id: string, data: Parameters<Tx["user"]["update"]>[0]["data"]) =>
  store.user.update({ where: { id }, data });

export const noteManyFailures = (store: Store, email: string, at: Date) =>
  store.user.updateMany({ where: { email }, data: { manyFailuresAt: at } });
export const listUsersWithFailures = (store: Store, since: Date, id: string | undefined) =>
  store.user.findMany({
    where: { manyFailuresAt: { gte: since }, deactivatedAt: null, ...(id === undefined ? {} : { id }) },
    orderBy: [{ manyFailuresAt: "desc" }, { id: "asc" }],
    take: 20,
  });

export async function lockUser(tx: Tx, id: string) {
  await tx.$queryRaw`SELECT 1 FROM user_account WHERE id = ${id} FOR UPDATE`;
  return getUserRow(tx, id);
}

/** Locks the active admins, so that two demotions at once cannot leave the team without one. */
export async function lockActiveAdmins(tx: Tx): Promise<ActiveAdmin[]> {
  return tx.$queryRaw<
    ActiveAdmin[]
  >`SELECT id, password_hash IS NOT NULL AS "hasPassword" FROM user_account WHERE role = 'admin' AND deactivated_at IS NULL ORDER BY id FOR UPDATE`;
}

/** Set-up inserts the team row first; a second set-up at the same time waits here and then finds it. */
export async function lockSetup(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('gwanje:setup'))`;
}

export const createSession = (
  store: Store,
  data: {
    id: string;
    userId: string;
    sessionVersion: number;
    method: string;
    userAgent: string | null;
    ip: string | null;
    createdAt: Date;
    lastSeenAt: Date;
    expiresAt: Date;
    stepUpAt: Date;
  },
) => store.userSession.create({ data });
export const findSessionWithUser = (store: Store, id: string) =>
  store.userSession.findUnique({ where: { id }, include: { user: true } });
export const touchSession = (store: Store, id: string, lastSeenAt: Date) =>
  store.userSession.updateMany({ where: { id, revokedAt: null }, data: { lastSeenAt } });
export const markStepUp = (tx: Tx, id: string, at: Date) =>
  tx.userSession.updateMany({ where: { id, revokedAt: null }, data: { stepUpAt: at } });
export const listSessionRows = (store: Store, userId: string, now: Date) =>
  store.userSession.findMany({
    where: { userId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: { lastSeenAt: "desc" },
  });
export async function revokeSessionRows(
  store: Store,
  where: { userId: string; id?: string },
  now: Date,
): Promise<string[]> {
  const open = await store.userSession.findMany({
    where: { ...where, revokedAt: null },
    select: { id: true },
  });
  await store.userSession.updateMany({
    where: { id: { in: open.map((row) => row.id) } },
    data: { revokedAt: now },
  });
  return open.map((row) => row.id);
}

export const createInviteRow = (
  store: Store,
  data: {
    id: string;
    email: string | null;
    role: Role;
    tokenHash: string;
    createdBy: string;
    createdAt: Date;
    expiresAt: Date;
  },
) => store.invite.create({ data });
export const listInviteRows = (store: Store) => store.invite.findMany({ orderBy: { id: "desc" }, take: 100 });
export const findInviteByHash = (store: Store, tokenHash: string) =>
  store.invite.findUnique({ where: { tokenHash } });
/** Compare-and-set, so an invite is used once. */
export const takeInvite = (tx: Tx, id: string, userId: string, now: Date) =>
  tx.invite.updateMany({
    where: { id, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now, acceptedBy: userId },
  });
export const createPasswordResetRow = (
  store: Store,
  data: {
    id: string;
    userId: string;
    tokenHash: string;
    createdBy: string;
    createdAt: Date;
    expiresAt: Date;
  },
) => store.passwordReset.create({ data });
export const findPasswordResetByHash = (store: Store, tokenHash: string) =>
  store.passwordReset.findUnique({ where: { tokenHash } });
/** Compare-and-set, so a link is used once. */
export const takePasswordReset = (tx: Tx, id: string, now: Date) =>
  tx.passwordReset.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
export const endPasswordResets = (tx: Tx, userId: string, now: Date) =>
  tx.passwordReset.updateMany({
    where: { userId, usedAt: null, expiresAt: { gt: now } },
    data: { expiresAt: now },
  });

/** Revokes the open invites and reset links that a member made. */
export async function endLinksMadeBy(tx: Tx, createdBy: string, now: Date): Promise<void> {
  await tx.invite.updateMany({
    where: { createdBy, acceptedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  await tx.passwordReset.updateMany({
    where: { createdBy, usedAt: null, expiresAt: { gt: now } },
    data: { expiresAt: now },
  });
}

export const revokeInviteRow = (tx: Tx, id: string, now: Date) =>
  tx.invite.updateMany({ where: { id, acceptedAt: null, revokedAt: null }, data: { revokedAt: now } });

export const findOpenInviteTo = (store: Store, email: string, now: Date) =>
  store.invite.findFirst({
    where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    orderBy: { id: "desc" },
  });

export async function lockIdentity(tx: Tx, subject: string, email: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`gwanje:email:${email}`}, 0))`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`gwanje:identity:${subject}`}, 0))`;
}
export async function findIdentityOwner(store: Store, provider: string, subject: string) {
  const row = await store.userIdentity.findUnique({
    where: { provider_subject: { provider, subject } },
    include: { user: true },
  });
  return row?.user ?? null;
}
export const listIdentityRows = (store: Store, userId: string) =>
  store.userIdentity.findMany({ where: { userId }, orderBy: { id: "asc" } });
export const createIdentity = (
  store: Store,
  data: {
    id: string;
    userId: string;
    provider: string;
    subject: string;
    email: string | null;
    createdAt: Date;
  },
) => store.userIdentity.create({ data });
export const deleteIdentity = (store: Store, id: string) => store.userIdentity.delete({ where: { id } });

/** Sessions, invites and reset links, a month after they have expired. */
export async function deleteLongExpired(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    `WITH sessions AS (DELETE FROM user_session WHERE expires_at < now() - interval '30 days' RETURNING 1),
       resets AS (DELETE FROM password_reset WHERE expires_at < now() - interval '30 days' RETURNING 1),
       invites AS (DELETE FROM invite WHERE expires_at < now() - interval '30 days' RETURNING 1)
     SELECT ((SELECT count(*) FROM sessions) + (SELECT count(*) FROM resets) + (SELECT count(*) FROM invites))::int AS count`,
  );
  return row?.count ?? 0;
}
