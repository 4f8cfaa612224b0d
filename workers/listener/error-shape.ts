import type { FastifyReply, FastifyRequest } from "fastify";
import { ANSWER_HEADERS } from "@/lib/http/csp";
import { problemBody } from "@/lib/http/problem";
import type { Deps } from "@/lib/platform/context";
import { wasSilent } from "@/lib/platform/db/connections";
import { AppError, StoreAwayError } from "@/lib/platform/errors";
import { isStoreFault } from "@/lib/platform/store-fault";

/** A body of text or bytes is sent as it is, all else as JSON. */
export type ErrorAnswer = { status: number; headers?: Readonly<Record<string, string>>; body: unknown };

/** How one protocol says what went wrong. `null` is an error that nobody foresaw: it is shown by the request's id alone. */
export type ErrorShape = (
  error: AppError | null,
  request: { id: string; path: string; mediaType?: string },
) => ErrorAnswer;

/** RFC 9457, as everything of our own answers. */
export const problemShape: ErrorShape = (error, request) => ({
  ...problemBody(error, request),
  headers: { "content-type": "application/problem+json" },
});

/**
 * Every error in the shape of what is asked: ours, the framework's own (a broken address, a wrong media type) and what
 * nobody foresaw. The address decides about the shape, so that what has no route is answered the same.
 */
export function answerErrors({ log }: Pick<Deps, "log">, shapeAt: (path: string) => ErrorShape) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const { known, isAway } = understood(error);
    const path = request.url.split("?", 1)[0] ?? "/";
    if (!known || isAway) log.error({ err: error, request_id: request.id, path }, "request failed");
    const mediaType = mediaTypeOf(request.headers["content-type"]);
    const { status, headers, body } = shapeAt(path)(known, { id: request.id, path, mediaType });
    if (known?.extra.retryAfterSeconds) reply.header("retry-after", String(known.extra.retryAfterSeconds));
    if (status === 401) reply.header("www-authenticate", 'Bearer realm="gwanje"');
    return (
      reply
        .code(status)
        // Where the address itself cannot be read the framework runs no hook, and so not observe.ts.
        .headers({ ...ANSWER_HEADERS, "x-request-id": request.id })
        .headers({
          "content-type": contentTypeOf(body),
          "cache-control": "no-store",
          ...headers,
        })
        // As bytes, because Fastify would add a charset to text, which JSON does not have.
        .send(bytesOf(body))
    );
  };
}

/** `known` is null for what nobody foresaw. Where a store is away its own words are for the log. */
export function understood(error: unknown): { known: AppError | null; isAway: boolean } {
  const isAway = isStoreFault(error) || wasSilent(error);
  // One that is named by itself says more.
  return { known: isAway && !(error instanceof StoreAwayError) ? STORE_IS_AWAY : asAppError(error), isAway };
}

/** Clients of every protocol send again what is answered so. */
const STORE_IS_AWAY = new AppError(
  "UNAVAILABLE",
  "A store of this installation is away; send the request again.",
  {
    retryAfterSeconds: 1,
  },
);

export function contentTypeOf(body: ErrorAnswer["body"]): string {
  return typeof body === "string" ? "text/plain" : "application/json";
}

export function bytesOf(body: ErrorAnswer["body"]): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

/** Of a Content-Type, without what follows it. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function asAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  if (!(error instanceof Error)) return null;
  const status = "statusCode" in error ? Number(error.statusCode) : 500;
  if (status < 400 || status >= 500) return null;
  return new AppError(status === 413 ? "TOO_LARGE" : "BAD_REQUEST", error.message);
}
