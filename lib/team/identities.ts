import * as z from "zod";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read, write } from "@/lib/verbs";
import { PasswordPolicy, whyNoPassword } from "./password-policy";
import * as repository from "./repository";
import type { IdentityList } from "./schema";

/** The caller's linked accounts, and whether they have a password. */
export const listIdentities = read("self:write", z.strictObject({}), async (ctx): Promise<IdentityList> => {
  const user = await repository.getUserRow(ctx.db.prisma, ctx.actor.id);
  const rows = await repository.listIdentityRows(ctx.db.prisma, user.id);
  return {
    data: rows.map((row) => ({
      provider: row.provider,
      email: row.email,
      created_at: row.createdAt.toISOString(),
    })),
    has_password: user.passwordHash !== null,
  };
});

/**
 * Removes a linked account. ConflictError when it is the person's last way to sign in; a password counts only if they
 * may use it.
 */
export const unlinkIdentity = write(
  "self:write",
  z.strictObject({ provider: z.string().max(60), passwords: PasswordPolicy }),
  async ({ tx, ctx, input, audit }) => {
    const user = await repository.lockUser(tx, ctx.actor.id);
    const rows = await repository.listIdentityRows(tx, user.id);
    const row = rows.find((one) => one.provider === input.provider);
    if (!row) throw new NotFoundError("linked account", input.provider);
    const hasPassword = user.passwordHash !== null && whyNoPassword(input.passwords, user) === null;
    if (rows.length === 1 && !hasPassword)
      throw new ConflictError(
        "This is your last way to sign in. Link another account first, or ask an admin for a password.",
        because("last_way_in"),
      );
    await repository.deleteIdentity(tx, row.id);
    return audit(
      "identity.unlink",
      { target: { type: "user", id: user.id }, before: { provider: row.provider, email: row.email } },
      undefined,
    );
  },
);
