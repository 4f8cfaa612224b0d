import { AppError, type ErrorCode, type FieldError } from "@/lib/platform/errors";
import type { Logger } from "@/lib/platform/logger";
import type { Reason } from "@/lib/platform/reasons";
import { redactText } from "@/lib/platform/redact";

export const STATUS: Record<ErrorCode, number> = {
  BAD_REQUEST: 400,
  INVALID: 422,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  STEP_UP_REQUIRED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  STALE: 412,
  PRECONDITION_REQUIRED: 428,
  LIMIT_EXCEEDED: 422,
  TOO_LARGE: 413,
  RANGE_NOT_SATISFIABLE: 416,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

const TITLE: Record<ErrorCode | "INTERNAL", string> = {
  BAD_REQUEST: "The request cannot be read",
  INVALID: "The input is not valid",
  UNAUTHENTICATED: "Not signed in",
  FORBIDDEN: "Not allowed",
  STEP_UP_REQUIRED: "Confirm that it is you",
  NOT_FOUND: "Not found",
  METHOD_NOT_ALLOWED: "Method not allowed",
  CONFLICT: "Conflict",
  STALE: "Changed in the meantime",
  PRECONDITION_REQUIRED: "If-Match is required",
  LIMIT_EXCEEDED: "Limit reached",
  TOO_LARGE: "Too large",
  RANGE_NOT_SATISFIABLE: "Range not satisfiable",
  RATE_LIMITED: "Too many requests",
  UNAVAILABLE: "Not available now",
  INTERNAL: "Something failed on our side",
};

type At = { id: string; path: string };

/** Cuts long texts in replies before they are searched for secrets. */
const MOST_PATH = 300;
const MOST_DETAIL = 2_000;

/**
 * RFC 9457. `null` is an unforeseen error, which is shown by the request's id only. Tokens in the address are removed,
 * because replies end up in tickets and foreign logs.
 */
export function problemBody(error: AppError | null, request: At) {
  const code = error?.code ?? "INTERNAL";
  const status = error ? STATUS[error.code] : 500;
  const body = {
    type: `urn:gwanje:error:${code.toLowerCase()}`,
    title: TITLE[code],
    status,
    detail: error ? shown(error.message) : "The server's log has the cause under this request id.",
    instance: shown(request.path, MOST_PATH),
    code,
    request_id: request.id,
    ...(error?.extra.reason ? { reason: redactedReason(error.extra.reason) } : {}),
    ...(error?.extra.errors?.length ? { errors: error.extra.errors.map(redacted) } : {}),
    ...(error?.extra.current === undefined ? {} : { current: error.extra.current }),
  };
  return { status, body };
}

function shown(text: string, most = MOST_DETAIL): string {
  return redactText(text.length > most ? `${text.slice(0, most)} …` : text);
}

const redacted = ({ pointer, detail, ...reason }: FieldError): FieldError => ({
  pointer: shown(pointer),
  ...redactedReason(reason),
  detail: shown(detail),
});

function redactedReason({ code, values }: Reason): Reason {
  if (!values) return { code };
  const hidden = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "string" ? shown(value) : value,
  ]);
  return { code, values: Object.fromEntries(hidden) };
}

export function problemResponse(error: unknown, request: At & { log: Logger }): Response {
  const known = error instanceof AppError ? error : null;
  if (!known) request.log.error({ err: error, request_id: request.id, path: request.path }, "request failed");
  const { status, body } = problemBody(known, request);
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": request.id,
  });
  if (known?.extra.retryAfterSeconds) headers.set("retry-after", String(known.extra.retryAfterSeconds));
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="gwanje"');
  return new Response(JSON.stringify(body), { status, headers });
}
