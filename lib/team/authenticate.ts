import { recordAudit } from "@/lib/audit";
import type { Actor, Ctx } from "@/lib/platform/context";
import { UnauthenticatedError } from "@/lib/platform/errors";
import { hashPassword, needsRehash } from "./password";
import { EVERYONE, type PasswordPolicy, whyNoPassword } from "./password-policy";
import { provePassword } from "./prove-password";
import * as repository from "./repository";
import { Email } from "./schema";
import { type SessionRef, startSession } from "./session";

/** Every failure has the same message, takes about the same time, and is an audit row. */
export async function signInWithPassword(
  ctx: Ctx,
  input: {
    email: string;
    password: string;
    userAgent: string | null;
    passwords?: PasswordPolicy;
  },
): Promise<SessionRef & { userId: string; locale: string | null }> {
  const email = Email.safeParse(input.email);
  const address = email.success ? email.data : "";
  const user = address === "" ? null : await repository.findUserByEmail(ctx.db.prisma, address);
  const mayEnter = user && !user.deactivatedAt && !whyNoPassword(input.passwords ?? EVERYONE, user);
  const account = { email: address, stored: mayEnter ? user.passwordHash : null };
  if (!(await provePassword(ctx, account, input.password)) || !user) {
    await recordAudit(
      ctx.db.prisma,
      ctx,
      "session.sign_in",
      { target: { type: "user", id: user?.id ?? "unknown" } },
      "failed",
    );
    throw new UnauthenticatedError("E-mail or password is not right.");
  }
  const rehashed =
    user.passwordHash && needsRehash(user.passwordHash)
      ? { passwordHash: await hashPassword(input.password) }
      : {};
  await repository.updateUser(ctx.db.prisma, user.id, { lastSignInAt: ctx.clock.now(), ...rehashed });
  const ref = await startSession(ctx, user, "password", { userAgent: input.userAgent, ip: ctx.ip });
  const actor: Actor = {
    type: "user",
    id: user.id,
    name: user.name,
    role: user.role,
    permissions: new Set(),
  };
  await recordAudit(ctx.db.prisma, { ...ctx, actor }, "session.sign_in", {
    target: { type: "session", id: ref.sid },
  });
  return { ...ref, userId: user.id, locale: user.locale };
}
