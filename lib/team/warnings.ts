import * as z from "zod";
import { read } from "@/lib/verbs";
import * as repository from "./repository";
import type { SignInWarningList } from "./schema";

const SHOWN_DAYS = 7;

/**
 * Accounts at which signing in failed 20 times within an hour in the last week, the newest first: one's own, and for who
 * manages the team everybody's. It stands in for the mail that an installation without a mail server cannot send.
 */
export const listSignInWarnings = read(
  "self:write",
  z.strictObject({}),
  async (ctx): Promise<SignInWarningList> => {
    const since = new Date(ctx.clock.now().getTime() - SHOWN_DAYS * 24 * 3_600_000);
    const only = ctx.actor.permissions.has("team:manage") ? undefined : ctx.actor.id;
    const rows = await repository.listUsersWithFailures(ctx.db.prisma, since, only);
    return {
      data: rows.map((row) => ({
        user_id: row.id,
        name: row.name,
        at: row.manyFailuresAt?.toISOString() ?? "",
      })),
    };
  },
);
