import { recordAudit } from "@/lib/audit";
import { AppError, InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { write } from "@/lib/verbs";
import { EVERYONE, PasswordPolicy, refuseWithoutPassword } from "./password-policy";
import { provePassword } from "./prove-password";
import * as repository from "./repository";
import { ConfirmPasswordInput } from "./schema";

/** Confirms the person of this session by password; for ten minutes the session counts as if just signed in. */
export const confirmPassword = write(
  "self:write",
  ConfirmPasswordInput.extend({ passwords: PasswordPolicy.default(EVERYONE) }),
  async ({ tx, ctx, input, audit }) => {
    const sid = ctx.actor.sessionId;
    const user = await repository.getUserRow(tx, ctx.actor.id);
    if (!sid) throw new AppError("CONFLICT", "There is no session to confirm.");
    refuseWithoutPassword(input.passwords, user, "/password");
    const account = { email: user.email, stored: user.passwordHash };
    if (!(await provePassword(ctx, account, input.password))) {
      // In a transaction of its own, because the refusal below rolls this one back.
      await recordAudit(
        ctx.db.prisma,
        ctx,
        "session.step_up",
        { target: { type: "session", id: sid } },
        "failed",
      );
      throw InvalidError.field("/password", "password is not right", because("wrong_password"));
    }
    await repository.markStepUp(tx, sid, ctx.clock.now());
    return audit("session.step_up", { target: { type: "session", id: sid } }, undefined);
  },
);
