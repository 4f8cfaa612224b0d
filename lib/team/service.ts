import * as z from "zod";
import { recordAudit } from "@/lib/audit";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read, write } from "@/lib/verbs";
import { refuseRolesBeyondCaller } from "./beyond-caller";
import { whyAdminStays } from "./last-admin";
import { hashNewPassword } from "./new-password";
import { EVERYONE, PasswordPolicy, refuseWithoutPassword } from "./password-policy";
import { provePassword } from "./prove-password";
import * as repository from "./repository";
import { ChangePasswordInput, ChangeUserInput, PreferencesInput, type SessionView } from "./schema";
import { evictSessions } from "./session";
import { teamName } from "./team-settings";
import { forgetTokensOf } from "./token-cache";
import { type UserRow, userView } from "./user-view";

const Nothing = z.strictObject({});

export const listUsers = read("team:read", Nothing, async (ctx) => ({
  data: (await repository.listUserRows(ctx.db.prisma)).map(userView),
}));

/** Changes the role or (de)activates; ends the person's sessions. Throws ConflictError for an admin who must stay. */
export const changeUser = write(
  "team:manage",
  ChangeUserInput,
  async ({ tx, ctx, input, audit, unchanged, afterCommit, event }) => {
    const admins = await repository.lockActiveAdmins(tx);
    const before = await repository.getUserRow(tx, input.user_id);
    const role = input.role ?? before.role;
    refuseRolesBeyondCaller(ctx, before.role, role);
    const deactivated = input.deactivated ?? before.deactivatedAt !== null;
    if (role === before.role && deactivated === (before.deactivatedAt !== null))
      return unchanged(userView(before));
    const staysAdmin = role === "admin" && !deactivated;
    const why = staysAdmin ? null : whyAdminStays(admins, before.id);
    if (why) throw new ConflictError(why.detail, why.reason);
    const after = await repository.updateUser(tx, before.id, {
      role,
      deactivatedAt: deactivated ? (before.deactivatedAt ?? ctx.clock.now()) : null,
      sessionVersion: { increment: 1 },
    });
    // The link was made for the old role, perhaps by a token that may not change people of the new one.
    await repository.endPasswordResets(tx, before.id, ctx.clock.now());
    // A former admin's invites and reset links are revoked.
    if (!staysAdmin) await repository.endLinksMadeBy(tx, before.id, ctx.clock.now());
    const ended = await repository.revokeSessionRows(tx, { userId: before.id }, ctx.clock.now());
    afterCommit(() => void evictSessions(ctx, ended));
    afterCommit(() => forgetTokensOf(ctx, before.id));
    event({ topic: "session", id: before.id });
    return audit(
      "user.change",
      { target: { type: "user", id: before.id }, before: userView(before), after: userView(after) },
      userView(after),
    );
  },
);

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

/** Ends one of the caller's sessions, or all of them without an id ("sign out everywhere"). */
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

/** Ends all sessions; the caller signs in again with the new password. */
export const changePassword = write(
  "self:write",
  ChangePasswordInput.extend({ passwords: PasswordPolicy.default(EVERYONE) }),
  async ({ tx, ctx, input, audit, afterCommit }) => {
    const user = await repository.getUserRow(tx, ctx.actor.id);
    refuseWithoutPassword(input.passwords, user, "/new_password");
    const account = { email: user.email, stored: user.passwordHash };
    if (!(await provePassword(ctx, account, input.current_password))) {
      const entry = { target: { type: "user", id: user.id } };
      // In a transaction of its own, because the refusal below rolls this one back.
      await recordAudit(ctx.db.prisma, ctx, "user.change_password", entry, "failed");
      throw InvalidError.field(
        "/current_password",
        "current_password is not right",
        because("wrong_password"),
      );
    }
    const person = { name: user.name, email: user.email, team: await teamName(ctx) };
    await repository.updateUser(tx, user.id, {
      passwordHash: await hashNewPassword(input.new_password, person, "/new_password"),
      sessionVersion: { increment: 1 },
    });
    await repository.endPasswordResets(tx, user.id, ctx.clock.now());
    const ended = await repository.revokeSessionRows(tx, { userId: user.id }, ctx.clock.now());
    afterCommit(() => void evictSessions(ctx, ended));
    return audit("user.change_password", { target: { type: "user", id: user.id } }, undefined);
  },
);
