import type { FastifyReply, FastifyRequest } from "fastify";
import { forbidden, type Permission, recordDenied } from "@/lib/audit";
import { parseJson } from "@/lib/http/parse-json";
import type { Actor, Ctx } from "@/lib/platform/context";
import { AppError, UnauthenticatedError } from "@/lib/platform/errors";
import { callerBy, ipOf } from "./authenticate";
import type { InFlight } from "./in-flight";
import type { Plane } from "./plane";
import type { OperationDeclaration, Protocol, ServedOperation } from "./protocol";
import { readBody } from "./read-body";
import { within } from "./within";

const NOBODY: Actor = {
  type: "system",
  id: "anonymous",
  name: "anonymous",
  role: null,
  permissions: new Set(),
};

/** One request of one operation: drain and room, who calls, what they may, the body, the input, the work, the answer. */
export async function perform(
  { plane, protocol, inFlight }: { plane: Plane; protocol: Protocol; inFlight: InFlight },
  operation: ServedOperation,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { declaration } = operation;
  const leave = inFlight.enter(reply.raw);
  const working = resultOf(plane, protocol, operation, request, reply).finally(leave);
  // A stream lives as long as bytes move.
  const result = await (declaration.bytes || declaration.takesLong
    ? working
    : within(protocol.limits.timeoutMs, working));
  if (result === reply || reply.sent) return reply;
  reply.code(declaration.status ?? (declaration.reply ? 200 : 204));
  return reply.hasHeader("cache-control")
    ? reply.send(result)
    : reply.header("cache-control", "no-store").send(result);
}

async function resultOf(
  plane: Plane,
  protocol: Protocol,
  { declaration, perform: work }: ServedOperation,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const ctx = await admit(plane, protocol, declaration, request);
  const body = declaration.body && (await bodyOf(protocol, request));
  const params = paramsOf(declaration, request);
  return work({ ctx, params, query: request.query, body, plane, request, reply });
}

async function admit(
  plane: Plane,
  { authenticate }: Protocol,
  { scope, orAttempt }: OperationDeclaration,
  request: FastifyRequest,
): Promise<Ctx> {
  const common = { ...plane.deps, requestId: request.id, ip: ipOf(request) };
  if (scope === "public") return { ...common, actor: NOBODY };
  const actor =
    typeof authenticate === "function"
      ? await authenticate(plane, request)
      : await callerBy(authenticate, plane, request);
  request.caller = actor;
  const ctx = { ...common, actor };
  if (scope === "signed-in") return ctx;
  if (scope === "task-attempt") {
    if (actor.attempt) return ctx;
    throw new UnauthenticatedError("Only a running task may do this: send its own token.");
  }
  const reads = request.method === "GET" || request.method === "HEAD";
  return permitted(ctx, scope, { orAttempt: orAttempt === true, reads });
}

/** Before the body is looked at: a caller that may not do this learns nothing about what it takes. A refused write is a row. */
export async function permitted(
  ctx: Ctx,
  scope: Permission,
  { orAttempt, reads }: { orAttempt: boolean; reads: boolean },
): Promise<Ctx> {
  const { actor } = ctx;
  if (actor.permissions.has(scope)) return ctx;
  // For this operation a running task has the permission, and so it has for the verbs behind it.
  if (orAttempt && actor.attempt) return { ...ctx, actor: { ...actor, permissions: new Set([scope]) } };
  if (!reads) await recordDenied(ctx, scope);
  throw forbidden(actor, scope);
}

async function bodyOf({ limits, parseBody = jsonOf }: Protocol, request: FastifyRequest): Promise<unknown> {
  const bytes = await readBody(request.raw, limits);
  const mediaType = (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return parseBody(bytes, mediaType);
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

function jsonOf(bytes: Buffer): unknown {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch {
    throw new AppError("BAD_REQUEST", "The body is not UTF-8 text.");
  }
  return parseJson(text);
}

/** `{+name}` is what stands for * in the router's address, decoded once. */
function paramsOf({ path }: OperationDeclaration, request: FastifyRequest): unknown {
  const rest = /\{\+(\w+)\}$/.exec(path)?.[1];
  if (rest === undefined) return request.params;
  const { "*": value, ...others } = Object(request.params);
  return { ...others, [rest]: value };
}
