import { AppError, type ErrorCode } from "@/lib/platform/errors";
import type { Logger } from "@/lib/platform/logger";

export const STATUS: Record<ErrorCode, number> = {
  INVALID: 422,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  STALE: 412,
  PRECONDITION_REQUIRED: 428,
  LIMIT_EXCEEDED: 422,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

const TITLE: Record<ErrorCode | "INTERNAL", string> = {
  INVALID: "The input is not valid",
  UNAUTHENTICATED: "Not signed in",
  FORBIDDEN: "Not allowed",
  NOT_FOUND: "Not found",
  CONFLICT: "Conflict",
  STALE: "Changed in the meantime",
  PRECONDITION_REQUIRED: "If-Match is required",
  LIMIT_EXCEEDED: "Limit reached",
  TOO_LARGE: "Too large",
  RATE_LIMITED: "Too many requests",
  UNAVAILABLE: "Not available now",
  INTERNAL: "Something failed on our side",
};

/** RFC 9457. What we did not foresee is logged with its cause and shown only by the request's id. */
export function problemResponse(
  error: unknown,
  request: { id: string; path: string; log: Logger },
): Response {
  const known = error instanceof AppError ? error : null;
  if (!known) request.log.error({ err: error, request_id: request.id, path: request.path }, "request failed");
  const code = known?.code ?? "INTERNAL";
  const status = known ? STATUS[known.code] : 500;
  const body = {
    type: `/docs/errors#${code.toLowerCase()}`,
    title: TITLE[code],
    status,
    detail: known?.message ?? "The server's log has the cause under this request id.",
    instance: request.path,
    code,
    request_id: request.id,
    ...(known?.extra.errors?.length ? { errors: known.extra.errors } : {}),
    ...(known?.extra.current === undefined ? {} : { current: known.extra.current }),
  };
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": request.id,
  });
  if (known?.extra.retryAfterSeconds) headers.set("retry-after", String(known.extra.retryAfterSeconds));
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="gwanje"');
  return new Response(JSON.stringify(body), { status, headers });
}
