import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Ctx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import {
  isSetUp,
  resolveSession,
  type SessionUser,
  sessionActor,
  teamLocale,
  teamName,
  teamTimeZone,
} from "@/lib/team";
import { clientIp } from "./authenticate";
import { browserOf } from "./browser";
import { noteCaller } from "./caller-note";
import { cookieOf, readSessionCookie, sessionCookieName } from "./cookie";
import { deps } from "./deps";

export type PageSession = {
  user: { id: string; name: string; email: string; role: "viewer" | "editor" | "admin" };
  permissions: string[];
  teamName: string;
  /** The person's choice; null leaves it to each browser. */
  ownLocale: string | null;
  ownTimeZone: string | null;
  timeZone: string;
};

const currentUser = cache(async (): Promise<SessionUser | null> => {
  const cookie = cookieOf((await headers()).get("cookie"), sessionCookieName(env().GWANJE_URL));
  const ref = cookie ? await readSessionCookie(deps().secret, cookie) : null;
  const user = ref && (await resolveSession(deps(), ref));
  if (user) noteCaller(sessionActor(user));
  return user;
});

/** For server components: returns the signed-in person, or redirects to sign-in (or set-up). */
export async function requireSession(): Promise<PageSession> {
  const user = await currentUser();
  if (!user) return redirect((await isSetUp(deps())) ? `/sign-in${await nextQuery()}` : "/setup");
  return {
    user: { id: user.userId, name: user.name, email: user.email, role: user.role },
    permissions: [...sessionActor(user).permissions],
    teamName: await teamName(deps()),
    ownLocale: user.locale ?? null,
    ownTimeZone: user.timeZone ?? null,
    timeZone: user.timeZone ?? browserOf(await headers()).timeZone ?? (await teamTimeZone(deps())),
  };
}

/** The context for read verbs in server components. */
export async function pageCtx(): Promise<Ctx> {
  const user = await currentUser();
  if (!user) return redirect(`/sign-in${await nextQuery()}`);
  return {
    ...deps(),
    actor: sessionActor(user),
    requestId: newId("req"),
    ip: clientIp(await headers(), env().GWANJE_TRUST_PROXY),
  };
}

/** The team's language, for browsers that ask for none of ours. */
export const installedLocale = cache(() => teamLocale(deps()));

/** The person's language, for browsers without a choice of their own. */
export async function sessionLocale(): Promise<string | null> {
  return (await currentUser())?.locale ?? null;
}

export async function isSignedIn(): Promise<boolean> {
  return (await currentUser()) !== null;
}

async function nextQuery(): Promise<string> {
  const path = (await headers()).get("x-gwanje-path");
  return path && path !== "/" ? `?next=${encodeURIComponent(path)}` : "";
}
