import * as z from "zod";
import { read, write } from "@/lib/audit";
import { sha256Hex } from "@/lib/platform/crypto";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { newLinkToken } from "./api-token";
import { whyAdminStays } from "./last-admin";
import { hashNewPassword } from "./new-password";
import { passwordMatches } from "./password";
import { EVERYONE, PasswordPolicy, refuseWithoutPassword } from "./password-policy";
import * as repository from "./repository";
import {
  AcceptInviteInput,
  ChangePasswordInput,
  ChangeUserInput,
  InviteInput,
  type InviteView,
  PreferencesInput,
  Role,
  type SessionView,
  type UserView,
} from "./schema";
import { evictSessions } from "./session";
import { teamName } from "./setup";

const DAY_MS = 24 * 3_600_000;
const INVITE_DAYS = 7;
const Nothing = z.strictObject({});
const ById = z.strictObject({ id: z.string().max(60) });

type UserRow = Awaited<ReturnType<typeof repository.getUserRow>>;
const userView = (row: UserRow): UserView => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: Role.parse(row.role),
  deactivated_at: row.deactivatedAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
  last_sign_in_at: row.lastSignInAt?.toISOString() ?? null,
});

export const listUsers = read("team:read", Nothing, async (ctx) => ({
  data: (await repository.listUserRows(ctx.db.prisma)).map(userView),
}));

/** Role change or (de)activation. The person's sessions end. Throws ConflictError for an admin who has to stay. */
export const changeUser = write(
  "team:manage",
  ChangeUserInput,
  async ({ tx, ctx, input, audit, unchanged, afterCommit, event }) => {
    const admins = await repository.lockActiveAdmins(tx);
    const before = await repository.getUserRow(tx, input.user_id);
    const role = input.role ?? before.role;
    const deactivated = input.deactivated ?? before.deactivatedAt !== null;
    if (role === before.role && deactivated === (before.deactivatedAt !== null))
      return unchanged(userView(before));
    const staysAdmin = role === "admin" && !deactivated;
    const why = staysAdmin ? null : whyAdminStays(admins, before.id);
    if (why) throw new ConflictError(why);
    const after = await repository.updateUser(tx, before.id, {
      role,
      deactivatedAt: deactivated ? (before.deactivatedAt ?? ctx.clock.now()) : null,
      sessionVersion: { increment: 1 },
    });
    const ended = await repository.revokeSessionRows(tx, { userId: before.id }, ctx.clock.now());
    afterCommit(() => void evictSessions(ctx, ended));
    event({ topic: "session", id: before.id });
    return audit(
      "user.change",
      { target: { type: "user", id: before.id }, before: userView(before), after: userView(after) },
      userView(after),
    );
  },
);

export const createInvite = write("team:manage", InviteInput, async ({ tx, ctx, input, audit }) => {
  const now = ctx.clock.now();
  const { token, hash } = newLinkToken();
  const row = await repository.createInviteRow(tx, {
    id: newId("inv"),
    email: input.email ?? null,
    role: input.role,
    tokenHash: hash,
    createdBy: ctx.actor.id,
    createdAt: now,
    expiresAt: new Date(now.getTime() + INVITE_DAYS * DAY_MS),
  });
  const view = inviteView(row, now);
  return audit(
    "invite.create",
    { target: { type: "invite", id: row.id }, after: view },
    { ...view, link_path: `/invite/${token}` },
  );
});

export const listInvites = read("team:manage", Nothing, async (ctx) => {
  const now = ctx.clock.now();
  return { data: (await repository.listInviteRows(ctx.db.prisma)).map((row) => inviteView(row, now)) };
});

export const revokeInvite = write("team:manage", ById, async ({ tx, ctx, input, audit }) => {
  const { count } = await repository.revokeInviteRow(tx, input.id, ctx.clock.now());
  if (count === 0) throw new NotFoundError("open invite", input.id);
  return audit("invite.revoke", { target: { type: "invite", id: input.id } }, undefined);
});

/**
 * Called as the system on behalf of somebody who holds the link: the link is the permission. Who signs in
 * through the provider goes there with the link and chooses no password.
 */
const AcceptInvite = AcceptInviteInput.extend({ passwords: PasswordPolicy.default(EVERYONE) });
export const acceptInvite = write("team:manage", AcceptInvite, async ({ tx, ctx, input, audit }) => {
  const invite = await repository.findInviteByHash(tx, sha256Hex(input.token));
  const gone = InvalidError.field("/token", "invite is not valid any more; ask for a new link");
  if (!invite || inviteView(invite, ctx.clock.now()).state !== "open") throw gone;
  if (invite.email && invite.email !== input.email)
    throw InvalidError.field("/email", "email is not the invited address");
  refuseWithoutPassword(input.passwords, { email: input.email, role: invite.role }, "/password");
  const person = { name: input.name, email: input.email, team: await teamName(ctx) };
  const passwordHash = await hashNewPassword(input.password, person, "/password");
  const user = await repository.createUser(tx, {
    id: newId("usr"),
    email: input.email,
    name: input.name,
    role: Role.parse(invite.role),
    passwordHash,
  });
  const { count } = await repository.takeInvite(tx, invite.id, user.id, ctx.clock.now());
  if (count === 0) throw gone;
  return audit(
    "invite.accept",
    { target: { type: "user", id: user.id }, after: userView(user) },
    userView(user),
  );
});

export const listSessions = read("self:write", Nothing, async (ctx) => {
  const rows = await repository.listSessionRows(ctx.db.prisma, ctx.actor.id, ctx.clock.now());
  const data = rows.map(
    (row): SessionView => ({
      id: row.id,
      method: row.method,
      user_agent: row.userAgent,
      ip: row.ip,
      created_at: row.createdAt.toISOString(),
      last_seen_at: row.lastSeenAt.toISOString(),
      is_current: row.id === ctx.actor.sessionId,
    }),
  );
  return { data };
});

/** One session, or with no id all of them ("sign out everywhere"). Only one's own. */
export const revokeSessions = write(
  "self:write",
  z.strictObject({ id: z.string().max(60).optional() }),
  async ({ tx, ctx, input, audit, afterCommit }) => {
    const where = { userId: ctx.actor.id, ...(input.id ? { id: input.id } : {}) };
    const ended = await repository.revokeSessionRows(tx, where, ctx.clock.now());
    if (input.id && ended.length === 0) throw new NotFoundError("session", input.id);
    if (!input.id) await repository.updateUser(tx, ctx.actor.id, { sessionVersion: { increment: 1 } });
    afterCommit(() => void evictSessions(ctx, ended));
    return audit(
      "session.revoke",
      { target: { type: "user", id: ctx.actor.id }, detail: { sessions: ended } },
      undefined,
    );
  },
);

export const changePreferences = write(
  "self:write",
  PreferencesInput,
  async ({ tx, ctx, input, audit, afterCommit }) => {
    const before = await repository.getUserRow(tx, ctx.actor.id);
    const after = await repository.updateUser(tx, before.id, {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.locale === undefined ? {} : { locale: input.locale }),
      ...(input.time_zone === undefined ? {} : { timeZone: input.time_zone }),
    });
    const sid = ctx.actor.sessionId;
    if (sid) afterCommit(() => void evictSessions(ctx, [sid]));
    const shown = (row: UserRow) => ({ name: row.name, locale: row.locale, time_zone: row.timeZone });
    return audit(
      "user.change_preferences",
      { target: { type: "user", id: before.id }, before: shown(before), after: shown(after) },
      undefined,
    );
  },
);

/** Ends every other session; the caller signs in again with the new password. */
export const changePassword = write(
  "self:write",
  ChangePasswordInput.extend({ passwords: PasswordPolicy.default(EVERYONE) }),
  async ({ tx, ctx, input, audit, afterCommit }) => {
    const user = await repository.getUserRow(tx, ctx.actor.id);
    refuseWithoutPassword(input.passwords, user, "/new_password");
    if (!(await passwordMatches(user.passwordHash, input.current_password)))
      throw InvalidError.field("/current_password", "current_password is not right");
    const person = { name: user.name, email: user.email, team: await teamName(ctx) };
    await repository.updateUser(tx, user.id, {
      passwordHash: await hashNewPassword(input.new_password, person, "/new_password"),
      sessionVersion: { increment: 1 },
    });
    const ended = await repository.revokeSessionRows(tx, { userId: user.id }, ctx.clock.now());
    afterCommit(() => void evictSessions(ctx, ended));
    return audit("user.change_password", { target: { type: "user", id: user.id } }, undefined);
  },
);

type InviteRow = NonNullable<Awaited<ReturnType<typeof repository.findInviteByHash>>>;
function inviteView(row: InviteRow, now: Date): InviteView {
  const state = row.acceptedAt
    ? "accepted"
    : row.revokedAt
      ? "revoked"
      : row.expiresAt <= now
        ? "expired"
        : "open";
  return {
    id: row.id,
    email: row.email,
    role: Role.parse(row.role),
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    state,
  };
}
