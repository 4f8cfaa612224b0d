import type * as z from "zod";
import { forbidden, type Permission, recordDenied } from "@/lib/audit";
import type { Actor, Ctx, Deps } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { AppError, InvalidError, UnauthenticatedError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { provenRecently } from "@/lib/team";
import { parseInput } from "@/lib/verbs";
import { authenticate, clientIp } from "./authenticate";
import { AUTH_BODY_BYTES, BODY_BYTES, readText } from "./body";
import { isJson, isOwnRequest, ownOrigins } from "./csrf";
import { deps } from "./deps";
import { once } from "./idempotency";
import { etagOf, ifMatch } from "./if-match";
import { parseJson } from "./parse-json";
import { problemResponse } from "./problem";
import { type Budget, refuseOverdrawn, takeCall, tellBudget } from "./rate-limit";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type Declaration = {
  method: Method;
  path: `/api/${string}`;
  /** One permission, or "signed-in" (any member or token), or "public". Declared here and nowhere else. */
  scope: Permission | "signed-in" | "public";
  summary: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  reply?: z.ZodType;
  /** Media types of a streamed reply. */
  streams?: readonly string[];
  status?: number;
  /** The reply's integer `version` becomes the ETag, and a change must send it as If-Match (428 without, 412 when stale). */
  versioned?: true;
  /** Needs a sign-in or confirmation within the last ten minutes. Tokens need none: a person who had confirmed made them. */
  stepUp?: true;
  /** A description for the API's document. */
  description?: string;
  /** An example body. */
  example?: unknown;
};

type Out<D, K extends "params" | "query" | "body"> = D extends { [P in K]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;
export type Call<D> = {
  ctx: Ctx;
  params: Out<D, "params">;
  query: Out<D, "query">;
  body: Out<D, "body">;
  /** The version in If-Match, for a `versioned` declaration. */
  version: number | undefined;
  request: Request;
};
type RouteContext = { params: Promise<Record<string, string | string[]>> };
export type RouteHandler = ((request: Request, context: RouteContext) => Promise<Response>) & {
  declaration: Declaration;
};

const NOBODY: Actor = {
  type: "system",
  id: "anonymous",
  name: "anonymous",
  role: null,
  permissions: new Set(),
};
const REQUEST_ID = /^[\w.:-]{8,100}$/;

/** For readers of declarations whose types they do not know. */
export function isRouteHandler(value: unknown): value is RouteHandler {
  return typeof value === "function" && "declaration" in value;
}

/** Makes a handler from a declaration: permission, validation and the form of errors. */
export function route<const D extends Declaration>(
  declaration: D,
  work: (call: Call<D>) => Promise<unknown>,
): RouteHandler {
  const handler = async (request: Request, context: RouteContext): Promise<Response> => {
    const all = deps();
    const given = request.headers.get("x-request-id");
    const id = given && REQUEST_ID.test(given) ? given : newId("req");
    const path = new URL(request.url).pathname;
    let budget: Budget | null = null;
    try {
      const ctx = await contextOf(all, declaration, request, id);
      budget = await budgetOf(ctx, declaration);
      refuseOverdrawn(budget);
      await refuseUnproven(ctx, declaration);
      const call = await parseCall(declaration, request, context);
      const { result, replayed } = await once(ctx, request, call, () =>
        work({ ctx, request, ...call } as Call<D>),
      );
      const response = respond(declaration, result, id);
      if (replayed) response.headers.set("idempotent-replayed", "true");
      tellBudget(response.headers, budget);
      return response;
    } catch (error) {
      const response = problemResponse(error, { id, path, log: all.log });
      tellBudget(response.headers, budget);
      return response;
    }
  };
  return Object.assign(handler, { declaration });
}

async function contextOf(
  all: Deps,
  { scope, method }: Declaration,
  request: Request,
  requestId: string,
): Promise<Ctx> {
  const settings = env();
  const ip = clientIp(request.headers, settings.GWANJE_TRUST_PROXY);
  const caller = scope === "public" ? null : await authenticate(all, request.headers, ip);
  const ctx: Ctx = { ...all, actor: caller?.actor ?? NOBODY, requestId, ip };
  // Checked first, so that an invalid token is reported before anything else.
  if (scope !== "public" && !caller) throw unauthenticated(request.headers);
  // Public mutations (set-up, invite) are sent by our own forms too.
  if (
    caller?.by !== "bearer" &&
    !isOwnRequest(method, request.headers, ownOrigins(request.headers.get("host"), settings.GWANJE_URL))
  ) {
    throw new AppError(
      "FORBIDDEN",
      "This request did not come from a page of this console (Origin or Sec-Fetch-Site does not match).",
    );
  }
  if (scope === "public" || !caller) return ctx;
  // Before the body is read, so that a refused caller learns nothing about it. A refused write is an audit row.
  if (scope !== "signed-in" && !caller.actor.permissions.has(scope)) {
    if (method !== "GET") await recordDenied(ctx, scope);
    throw forbidden(caller.actor, scope);
  }
  return ctx;
}

function unauthenticated(headers: Headers): UnauthenticatedError {
  return headers.has("authorization")
    ? new UnauthenticatedError(
        "The Authorization header holds no valid token: it is unknown, has expired or was revoked. Send an API token as Authorization: Bearer.",
      )
    : new UnauthenticatedError();
}

/** Calls of the console's pages are not limited. */
function budgetOf(ctx: Ctx, { scope, method }: Declaration): Promise<Budget | null> {
  const reads = method === "GET";
  if (scope === "public" && !reads) return takeCall(ctx, "auth", ctx.ip ?? "unknown");
  if (ctx.actor.type !== "token") return Promise.resolve(null);
  return takeCall(ctx, reads ? "read" : "write", ctx.actor.id);
}

async function refuseUnproven(ctx: Ctx, { stepUp }: Declaration): Promise<void> {
  if (!stepUp || !ctx.actor.sessionId || (await provenRecently(ctx, ctx.actor.sessionId))) return;
  throw new AppError(
    "STEP_UP_REQUIRED",
    "You signed in more than ten minutes ago. Confirm that it is you (/api/v1/me/step-up: your password, or your account at the provider), then send this again.",
  );
}

async function parseCall(declaration: Declaration, request: Request, context: RouteContext) {
  const search = Object.fromEntries(new URL(request.url).searchParams);
  return {
    params: declaration.params && parseInput(declaration.params, await context.params),
    query: declaration.query && parseInput(declaration.query, search),
    body:
      declaration.body && parseInput(declaration.body, await jsonBody(request, mostBodyBytes(declaration))),
    version: declaration.versioned && ifMatch(request.headers),
  };
}

/** Without sign-in, only small forms are accepted. */
const mostBodyBytes = ({ scope }: Declaration) => (scope === "public" ? AUTH_BODY_BYTES : BODY_BYTES);

async function jsonBody(request: Request, mostBytes: number): Promise<unknown> {
  if (!isJson(request.headers))
    throw new InvalidError("Send the body as JSON with Content-Type: application/json.");
  return parseJson(await readText(request, mostBytes));
}

function respond({ reply, status, versioned }: Declaration, result: unknown, requestId: string): Response {
  if (result instanceof Response) {
    result.headers.set("x-request-id", requestId);
    return result;
  }
  const headers = { "x-request-id": requestId, "cache-control": "no-store" };
  if (!reply) return new Response(null, { status: status ?? 204, headers });
  const tag = versioned ? etagOf(result) : {};
  return Response.json(result, { status: status ?? 200, headers: { ...headers, ...tag } });
}
