import type { Actor, Deps } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { actorOfApiToken, resolveSession, sessionActor } from "@/lib/team";
import { noteCaller } from "./caller-note";
import { cookieOf, readSessionCookie, sessionCookieName } from "./cookie";

export type Caller = { actor: Actor; by: "cookie" | "bearer" } | null;

/** A bearer token decides alone. The cookie is read only without one. */
export async function authenticate(deps: Deps, headers: Headers, ip: string | null): Promise<Caller> {
  const caller = await callerOf(deps, headers, ip);
  if (caller) noteCaller(caller.actor);
  return caller;
}

async function callerOf(deps: Deps, headers: Headers, ip: string | null): Promise<Caller> {
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const bearer = bearerOf(authorization);
    const actor = bearer && (await actorOfApiToken(deps, bearer, ip));
    return actor ? { actor, by: "bearer" } : null;
  }
  const actor = await actorOfCookie(deps, headers.get("cookie"));
  return actor && { actor, by: "cookie" };
}

export async function actorOfCookie(deps: Deps, header: string | null): Promise<Actor | null> {
  const cookie = cookieOf(header, sessionCookieName(env().GWANJE_URL));
  const ref = cookie ? await readSessionCookie(deps.secret, cookie) : null;
  const user = ref ? await resolveSession(deps, ref) : null;
  return user && sessionActor(user);
}

/**
 * The token in an Authorization header: Bearer, the password of Basic with any name, or the key of Elasticsearch's ApiKey.
 * Basic is for machines only: a browser sends it by itself, even from foreign pages, so /api/v1 does not accept it.
 */
export function tokenOf(authorization: string): string | null {
  return bearerOf(authorization) ?? basicPasswordOf(authorization) ?? apiKeyOf(authorization);
}

function bearerOf(authorization: string): string | null {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? null;
}

function basicPasswordOf(authorization: string): string | null {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  return encoded === undefined ? null : behindColon(encoded);
}

/**
 * The key as it is, or behind an id of any kind, as shippers of Elasticsearch send either. Our tokens have an underscore, which
 * base64 has not: what one in ten of them would say as base64 has a colon by chance.
 */
function apiKeyOf(authorization: string): string | null {
  const key = /^ApiKey +([\w+/=-]+)$/i.exec(authorization)?.[1];
  if (key === undefined) return null;
  return /^[A-Za-z0-9+/]+={0,2}$/.test(key) ? (behindColon(key) ?? key) : key;
}

function behindColon(base64: string): string | null {
  const pair = Buffer.from(base64, "base64").toString("utf8");
  const colon = pair.indexOf(":");
  return colon < 0 || colon === pair.length - 1 ? null : pair.slice(colon + 1);
}

/** The caller's address: trusts as many X-Forwarded-For entries as there are proxies of ours. */
export function clientIp(headers: Pick<Headers, "get">, trustedProxies: number): string | null {
  if (trustedProxies > 0) {
    const hops = (headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
    return hops.at(-trustedProxies) || null;
  }
  // Set by our own server from the socket; workers/web.ts overwrites a client's value.
  return headers.get("x-gwanje-peer");
}
