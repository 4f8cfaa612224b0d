import { ApiError, problemOf } from "./api-error";

export { ApiError } from "./api-error";

export type QueryValue = string | number | boolean | null | undefined | readonly string[];
export type CallOptions = {
  query?: Record<string, QueryValue> | undefined;
  /** Sent as JSON; a Blob as its bytes. */
  body?: unknown;
  signal?: AbortSignal | undefined;
  headers?: Record<string, string> | undefined;
};
/** The shape of a zod schema, so that pages without schemas do not load zod. */
export type ReplySchema<T> = {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { message: string } };
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

async function call<T>(
  method: string,
  path: string,
  reply: ReplySchema<T>,
  options: CallOptions = {},
): Promise<T> {
  let response = await send(method, path, options);
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.code !== "STEP_UP_REQUIRED" || !(await askStepUp())) throw new ApiError(problem);
    response = await send(method, path, options);
    if (!response.ok) throw new ApiError(await problemOf(response));
  }
  const body: unknown = response.status === 204 ? undefined : await response.json();
  const parsed = reply.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiError({
    status: response.status,
    code: "BAD_REPLY",
    title: "",
    detail: parsed.error.message,
    requestId: response.headers.get("x-request-id"),
    errors: [],
  });
}

let askStepUp = () => Promise.resolve(false);

/** The console's dialog that confirms the person's identity; when it returns true the call is repeated. */
export function onStepUp(ask: () => Promise<boolean>): () => void {
  askStepUp = ask;
  return () => {
    askStepUp = () => Promise.resolve(false);
  };
}

async function send(method: string, path: string, options: CallOptions): Promise<Response> {
  const { query, body, signal, headers } = options;
  try {
    return await fetch(`/api/v1${path}${toSearch(query)}`, {
      method,
      headers: {
        accept: "application/json",
        ...(body === undefined
          ? {}
          : { "content-type": body instanceof Blob ? "application/octet-stream" : "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiError({ status: 0, code: "OFFLINE", title: "", detail: "", requestId: null, errors: [] });
  }
}

const by =
  (method: string) =>
  <T>(path: string, reply: ReplySchema<T>, options?: CallOptions): Promise<T> =>
    call(method, path, reply, options);

/** Typed calls to /api/v1. The reply has the type of the domain's schema, so a changed reply does not compile. */
export const api = {
  get: by("GET"),
  post: by("POST"),
  put: by("PUT"),
  patch: by("PATCH"),
  delete: by("DELETE"),
};

/**
 * The type of a route's reply: `replyOf<typeof RunPage>()`. Not parsed again, because console and API are one build,
 * and a schema parser costs every page 33 KB.
 */
export function replyOf<S extends { _output: unknown }>(): ReplySchema<S["_output"]> {
  return { safeParse: (value) => ({ success: true, data: value }) };
}

/** Reply of calls that return 204. */
export const NoReply: ReplySchema<undefined> = { safeParse: () => ({ success: true, data: undefined }) };
