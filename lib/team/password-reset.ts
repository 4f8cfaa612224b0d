import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import { ConflictError, InvalidError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { write } from "@/lib/verbs";
import { newLinkToken } from "./api-token";
import { refuseRolesBeyondCaller } from "./beyond-caller";
import { hashNewPassword } from "./new-password";
import { EVERYONE, PasswordPolicy, refuseWithoutPassword, whyNoPassword } from "./password-policy";
import * as repository from "./repository";
import { ResetPasswordInput } from "./schema";
import { evictSessions } from "./session";
import { teamName } from "./team-settings";
import { forgetFailures } from "./throttle";

const RESET_MINUTES = 30;

/**
 * Makes a one-time link for a new password, valid for 30 minutes: `{link_path, expires_at}`. An admin passes it on, so
 * no mail is needed. Revokes older links. Throws NotFoundError, and ConflictError for a member who is deactivated or
 * must use the provider.
 */
export const createPasswordReset = write(
  "team:manage",
  z.strictObject({ user_id: z.string().max(60), passwords: PasswordPolicy.default(EVERYONE) }),
  async ({ tx, ctx, input, audit }) => {
    const user = await repository.lockUser(tx, input.user_id);
    refuseRolesBeyondCaller(ctx, user.role);
    if (user.deactivatedAt)
      throw new ConflictError(
        "This member is deactivated. Activate them first.",
        because("member_deactivated"),
      );
    const why = whyNoPassword(input.passwords, user);
    if (why) throw new ConflictError(`For this member a ${why.detail}.`, why.reason);
    const now = ctx.clock.now();
    await repository.endPasswordResets(tx, user.id, now);
    const { token, hash } = newLinkToken();
    const row = await repository.createPasswordResetRow(tx, {
      id: newId("rst"),
      userId: user.id,
      tokenHash: hash,
      createdBy: ctx.actor.id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + RESET_MINUTES * 60_000),
    });
    const expires_at = row.expiresAt.toISOString();
    return audit(
      "user.create_password_reset",
      { target: { type: "user", id: user.id }, detail: { reset: row.id, expires_at } },
      { link_path: `/reset/${token}`, expires_at },
    );
  },
);

/** True while the link is valid. */
export async function isOpenReset(ctx: Pick<Ctx, "db">, token: string, now: Date): Promise<boolean> {
  const link = await repository.findPasswordResetByHash(ctx.db.prisma, sha256Hex(token));
  return link !== null && link.usedAt === null && link.expiresAt > now;
}

/**
 * Called as the system, because the link itself is the permission. Unknown, used and expired links get the same error.
 * Ends all sessions of the member.
 */
export const resetPassword = write(
  "team:manage",
  ResetPasswordInput.extend({ passwords: PasswordPolicy.default(EVERYONE) }),
  async ({ tx, ctx, input, audit, afterCommit, event }) => {
    const gone = InvalidError.field(
      "/token",
      "link is not valid any more; ask an admin for a new one",
      because("link_gone"),
    );
    const now = ctx.clock.now();
    const link = await repository.findPasswordResetByHash(tx, sha256Hex(input.token));
    if (!link || link.usedAt || link.expiresAt <= now) throw gone;
    const user = await repository.lockUser(tx, link.userId);
    if (user.deactivatedAt) throw gone;
    refuseWithoutPassword(input.passwords, user, "/password");
    const person = { name: user.name, email: user.email, team: await teamName(ctx) };
    const passwordHash = await hashNewPassword(input.password, person, "/password");
    const { count } = await repository.takePasswordReset(tx, link.id, now);
    if (count === 0) throw gone;
    await repository.updateUser(tx, user.id, { passwordHash, sessionVersion: { increment: 1 } });
    const ended = await repository.revokeSessionRows(tx, { userId: user.id }, now);
    afterCommit(() => void evictSessions(ctx, ended));
    if (ctx.ip !== null) {
      const { ip } = ctx;
      afterCommit(() => void forgetFailures(ctx.redis, user.email, ip));
    }
    event({ topic: "session", id: user.id });
    return audit(
      "user.reset_password",
      { target: { type: "user", id: user.id }, detail: { reset: link.id } },
      undefined,
    );
  },
);
