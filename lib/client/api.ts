import * as z from "zod";

/** RFC 9457 body of every error of the API. */
export type Problem = {
  status: number;
  code: string;
  title: string;
  detail: string;
  requestId: string | null;
  errors: { pointer: string; code: string; detail: string }[];
  current?: unknown;
};

const ProblemBody = z.object({
  title: z.string().default(""),
  detail: z.string().default(""),
  code: z.string().default("UNKNOWN"),
  request_id: z.string().nullish(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).default([]),
  current: z.unknown().optional(),
});

/** Thrown by `api`; `code` has a text in messages (common.error.<code>), `detail` is the server's own words. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly errors: Problem["errors"];
  readonly current: unknown;
  constructor(problem: Problem) {
    super(problem.detail || problem.title || problem.code);
    this.name = "ApiError";
    this.status = problem.status;
    this.code = problem.code;
    this.requestId = problem.requestId;
    this.errors = problem.errors;
    this.current = problem.current;
  }

  /** Message for a field named by its JSON pointer, such as "/name". */
  field(pointer: string): string | undefined {
    return this.errors.find((error) => error.pointer === pointer)?.detail;
  }
}

export type QueryValue = string | number | boolean | null | undefined | readonly string[];
export type CallOptions = {
  query?: Record<string, QueryValue> | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
  headers?: Record<string, string> | undefined;
};

/** Lists join with commas, as the API reads them; empty values are left out. */
export function toSearch(query: Record<string, QueryValue> = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(",") : value;
    if (text !== undefined && text !== null && text !== "") params.set(key, String(text));
  }
  const search = params.toString();
  return search ? `?${search}` : "";
}

async function call<S extends z.ZodType>(method: string, path: string, reply: S, options: CallOptions = {}) {
  const response = await send(method, path, options);
  if (!response.ok) throw new ApiError(await problemOf(response));
  const body: unknown = response.status === 204 ? undefined : await response.json();
  const parsed = reply.safeParse(body);
  if (parsed.success) return parsed.data as z.output<S>;
  throw new ApiError({
    status: response.status,
    code: "BAD_REPLY",
    title: "",
    detail: z.prettifyError(parsed.error),
    requestId: response.headers.get("x-request-id"),
    errors: [],
  });
}

async function send(method: string, path: string, options: CallOptions): Promise<Response> {
  const { query, body, signal, headers } = options;
  try {
    return await fetch(`/api/v1${path}${toSearch(query)}`, {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError({ status: 0, code: "OFFLINE", title: "", detail: "", requestId: null, errors: [] });
  }
}

/** A proxy in front may answer with HTML; the status still says what happened. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => "");
  const parsed = ProblemBody.safeParse(parseJson(text));
  const requestId = response.headers.get("x-request-id");
  if (!parsed.success) {
    return {
      status: response.status,
      code: codeOf(response.status),
      title: "",
      detail: "",
      requestId,
      errors: [],
    };
  }
  const { request_id, ...rest } = parsed.data;
  return { ...rest, status: response.status, requestId: request_id ?? requestId };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(status: number): string {
  if (status === 401) return "UNAUTHENTICATED";
  if (status === 403) return "FORBIDDEN";
  if (status === 404) return "NOT_FOUND";
  if (status === 413) return "TOO_LARGE";
  if (status === 429) return "RATE_LIMITED";
  return status >= 500 ? "UNAVAILABLE" : "UNKNOWN";
}

/** Typed calls to /api/v1. The reply schema is the domain's own, so a changed reply fails loudly here. */
export const api = {
  get: <S extends z.ZodType>(path: string, reply: S, options?: CallOptions) =>
    call("GET", path, reply, options),
  post: <S extends z.ZodType>(path: string, reply: S, options?: CallOptions) =>
    call("POST", path, reply, options),
  put: <S extends z.ZodType>(path: string, reply: S, options?: CallOptions) =>
    call("PUT", path, reply, options),
  patch: <S extends z.ZodType>(path: string, reply: S, options?: CallOptions) =>
    call("PATCH", path, reply, options),
  delete: <S extends z.ZodType>(path: string, reply: S, options?: CallOptions) =>
    call("DELETE", path, reply, options),
};
/** Reply of calls that answer 204. */
export const NoReply = z.undefined();
