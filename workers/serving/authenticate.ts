import type { FastifyRequest } from "fastify";
import { actorOfCookie, clientIp, tokenOf } from "@/lib/http/authenticate";
import { isOwnRequest, ownOrigins } from "@/lib/http/csrf";
import type { Actor, Deps } from "@/lib/platform/context";
import { attemptOfToken } from "@/lib/platform/crypto";
import { poolSql } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { UnauthenticatedError } from "@/lib/platform/errors";
import { runningAttempt } from "@/lib/tasks";
import type { Plane } from "./plane";

/**
 * How a caller may say who they are: an API token, the token of a task's running attempt, or the console's cookie. A token
 * comes as Bearer, or as the password of Basic beside any name, because many clients can send nothing else. A cookie may
 * read. It changes nothing here, because the console changes things through /api/v1; only a "page" of the console may send
 * with it what is no reading, such as a question to a model.
 */
export type Way = "token" | "attempt" | "session" | "page";

/** Of HTTP in whichever version. */
type Asking = Pick<FastifyRequest, "headers" | "method">;

const SAFE = new Set(["GET", "HEAD"]);

/** Throws UnauthenticatedError. A token decides alone; the cookie is looked at only without one. */
export async function callerBy(
  ways: readonly Way[],
  { deps, tokens }: Pick<Plane, "deps" | "tokens">,
  request: Asking,
): Promise<Actor> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = tokenOf(authorization);
    const actor = token && (await actorOf(ways, { deps, tokens }, token, ipOf(request)));
    if (!actor) throw new UnauthenticatedError(NO_VALID_TOKEN);
    return actor;
  }
  const isAllowed = SAFE.has(request.method)
    ? ways.includes("session")
    : ways.includes("page") && isOwnPage(request);
  if (!isAllowed) throw new UnauthenticatedError(SEND_TOKEN);
  const actor = await actorOfCookie(deps, request.headers.cookie ?? null);
  if (!actor) throw new UnauthenticatedError();
  return actor;
}

export function ipOf(request: Pick<Asking, "headers">): string | null {
  return clientIp({ get: (name) => textOf(request.headers[name]) }, env().GWANJE_TRUST_PROXY);
}

function isOwnPage({ method, headers }: Asking): boolean {
  const origins = ownOrigins(textOf(headers.host), env().GWANJE_URL);
  return isOwnRequest(method, { get: (name) => textOf(headers[name]) }, origins);
}

async function actorOf(
  ways: readonly Way[],
  { deps, tokens }: Pick<Plane, "deps" | "tokens">,
  token: string,
  ip: string | null,
): Promise<Actor | null> {
  if (token.startsWith("gwj_att_")) return ways.includes("attempt") ? attemptActor(deps, token) : null;
  return ways.includes("token") ? tokens.actorOf(token, ip) : null;
}

/** One look-up by primary key on each request, so that the token is worth nothing from the moment its attempt ends. */
async function attemptActor(deps: Deps, token: string): Promise<Actor | null> {
  const attemptId = attemptOfToken(deps.secret, token);
  const attempt = attemptId && (await runningAttempt(poolSql(deps.db.pool), attemptId));
  if (!attempt) return null;
  const name = `${attempt.dagId}.${attempt.taskId}`;
  return { type: "attempt", id: attempt.attemptId, name, role: null, permissions: new Set(), attempt };
}

function textOf(header: string | string[] | undefined): string | null {
  return typeof header === "string" ? header : null;
}

const SEND_TOKEN =
  "Send an API token, or a task's own token, as Authorization: Bearer, or as the password of Basic beside any name.";
const NO_VALID_TOKEN =
  "The Authorization header holds no valid token: it is unknown, has expired or was revoked, or its task's attempt has ended. Send one as Authorization: Bearer, or as the password of Basic beside any name.";
