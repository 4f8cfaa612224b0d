import * as z from "zod";
import { read } from "@/lib/verbs";
import * as repository from "./repository";
import type { SignInWarningList } from "./schema";

const SHOWN_DAYS = 7;

/**
 * Accounts with 20 failed sign-ins within an hour in the last week, the newest first: the caller's own, and all for
 * those who manage the team. Takes the place of a mail, since an installation may have no mail server.
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
