import type { Actor, Deps } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { actorOfApiToken, resolveSession, sessionActor } from "@/lib/team";
import { cookieOf, readSessionCookie, sessionCookieName } from "./cookie";

export type Caller = { actor: Actor; by: "cookie" | "bearer" } | null;

/** A bearer token decides alone; the cookie is looked at only without one. */
export async function authenticate(deps: Deps, headers: Headers, ip: string | null): Promise<Caller> {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (bearer) {
    const actor = await actorOfApiToken(deps, bearer, ip);
    return actor && { actor, by: "bearer" };
  }
  if (headers.has("authorization")) return null;
  const cookie = cookieOf(headers.get("cookie"), sessionCookieName(env().GWANJE_URL));
  const ref = cookie ? await readSessionCookie(deps.secret, cookie) : null;
  const user = ref ? await resolveSession(deps, ref) : null;
  return user && { actor: sessionActor(user), by: "cookie" };
}

/** The address of the caller: as many X-Forwarded-For entries are believed as there are proxies of ours. */
export function clientIp(headers: Headers, trustedProxies: number): string | null {
  if (trustedProxies > 0) {
    const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
    return hops.at(-trustedProxies) || null;
  }
  // Set by our own server from the socket; workers/web.ts overwrites what a client sends under this name.
  return headers.get("x-gwanje-peer");
}
