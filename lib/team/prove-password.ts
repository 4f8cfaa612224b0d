import type { Ctx } from "@/lib/platform/context";
import { passwordMatches } from "./password";
import { forgetFailures, giveBack, noteFailure, takeGuess } from "./throttle";

/**
 * Checks a password. Every guess comes through here, so all are throttled alike. `stored` is null for an unknown or
 * barred account, which takes the same time. The caller records a failure.
 */
export async function provePassword(
  ctx: Ctx,
  { email, stored }: { email: string; stored: string | null },
  password: string,
): Promise<boolean> {
  const ip = ctx.ip ?? "unknown";
  const guess = await takeGuess(ctx, email, ip);
  const isRight = await passwordMatches(stored, password.slice(0, 128)).catch(async (error: unknown) => {
    await giveBack(ctx.redis, email, ip);
    throw error;
  });
  if (isRight) {
    await giveBack(ctx.redis, email, ip);
    await forgetFailures(ctx.redis, email, ip);
  } else await noteFailure(ctx, email, guess);
  return isRight;
}
