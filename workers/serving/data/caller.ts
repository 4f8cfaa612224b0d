import type { FastifyRequest } from "fastify";
import { forbidden } from "@/lib/audit";
import { authenticate, clientIp } from "@/lib/http/authenticate";
import type { Actor, Ctx, Deps } from "@/lib/platform/context";
import { attemptOfToken } from "@/lib/platform/crypto";
import { poolSql } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError, UnauthenticatedError } from "@/lib/platform/errors";
import { type RunningAttempt, runningAttempt } from "@/lib/tasks";

export type Caller = { ctx: Ctx; attempt: RunningAttempt | null };
type Need = "artifacts:read" | "artifacts:write";

const SAFE = new Set(["GET", "HEAD"]);

/**
 * Who calls. A task's own token counts while its attempt runs: one look-up by primary key on each request, so that it is
 * worth nothing from the moment the attempt ends. API tokens need the permission. A session cookie may read and never
 * change anything here: the console changes things through /api/v1.
 */
export async function callerOf(deps: Deps, request: FastifyRequest, need: Need): Promise<Caller> {
  const bearer = bearerOf(request);
  const headers = new Headers(
    Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
  const ip = clientIp(headers, env().GWANJE_TRUST_PROXY);
  if (bearer?.startsWith("gwj_att_")) {
    const attempt = await attemptOf(deps, bearer);
    return { attempt, ctx: { ...deps, actor: attemptActor(attempt), requestId: request.id, ip } };
  }
  if (bearer === null && !SAFE.has(request.method)) {
    throw new UnauthenticatedError("Send a task's token or an API token as Authorization: Bearer.");
  }
  const caller = await authenticate(deps, headers, ip);
  if (!caller) throw new UnauthenticatedError();
  if (!caller.actor.permissions.has(need)) throw forbidden(caller.actor, need);
  return { attempt: null, ctx: { ...deps, actor: caller.actor, requestId: request.id, ip } };
}

/** For what only a task can do. */
export async function attemptCallerOf(deps: Deps, request: FastifyRequest): Promise<RunningAttempt> {
  const bearer = bearerOf(request);
  if (bearer?.startsWith("gwj_att_")) return attemptOf(deps, bearer);
  throw new UnauthenticatedError(
    "Only a running task has artifacts here: send its token as Authorization: Bearer.",
  );
}

/** Once more at the end of a body: an upload can outlive its attempt. */
export async function assertStillRunning(deps: Deps, attempt: RunningAttempt | null): Promise<void> {
  if (!attempt || (await runningAttempt(poolSql(deps.db.pool), attempt.attemptId))) return;
  throw new AppError("CONFLICT", "The attempt ended during the upload; nothing was stored.");
}

async function attemptOf(deps: Deps, token: string): Promise<RunningAttempt> {
  const attemptId = attemptOfToken(deps.secret, token);
  const attempt = attemptId && (await runningAttempt(poolSql(deps.db.pool), attemptId));
  if (attempt) return attempt;
  throw new UnauthenticatedError("This task token is not valid: it counts only while its attempt runs.");
}

function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? null;
}

function attemptActor(attempt: RunningAttempt): Actor {
  return {
    type: "attempt",
    id: attempt.attemptId,
    name: `${attempt.dagId}.${attempt.taskId}`,
    role: null,
    permissions: new Set(),
    attempt,
  };
}
