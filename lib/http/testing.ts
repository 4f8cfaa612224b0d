import type { Deps } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import type { SessionRef } from "@/lib/team";
import type { Role } from "@/lib/team/schema";
import { startSession } from "@/lib/team/session";
import { sessionCookieName, writeSessionCookie } from "./cookie";

export type SignedIn = { userId: string; ref: SessionRef; cookie: string };

/** For tests: a member of the team with this role who is signed in, without the cost of a password. */
export async function signedIn(deps: Deps, role: Role): Promise<SignedIn> {
  const id = newId("usr");
  const user = await deps.db.prisma.user.create({
    data: { id, email: `${id}@example.test`.toLowerCase(), name: role, role },
  });
  const ref = await startSession(deps, user, "password", { userAgent: "test", ip: "127.0.0.1" });
  return { userId: id, ref, cookie: await sessionCookie(deps.secret, ref) };
}

/** The Cookie header of a session. */
async function sessionCookie(secret: string, ref: SessionRef): Promise<string> {
  return `${sessionCookieName(env().GWANJE_URL)}=${await writeSessionCookie(secret, ref)}`;
}
