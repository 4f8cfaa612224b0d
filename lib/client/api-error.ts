type Values = Record<string, string | number>;
/** RFC 9457 body of every error of the API. */
export type Problem = {
  status: number;
  code: string;
  title: string;
  detail: string;
  requestId: string | null;
  errors: { pointer: string; code: string; detail: string; values?: Values }[];
  current?: unknown;
};

/** The message for a reason in the reader's language; null for an unknown one. */
export type ReasonWords = (code: string, values: Values) => string | null;
let wordsFor: ReasonWords = () => null;

/** Set once by the page: errors then use these messages where there are any. */
export function onReason(words: ReasonWords): () => void {
  wordsFor = words;
  return () => {
    wordsFor = () => null;
  };
}

/** Thrown by `api`. `code` has a message (common.error.<code>); `detail` is the reason in the reader's language. */
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

/** A proxy may reply with HTML; the status still tells what happened. */
export async function problemOf(response: Response): Promise<Problem> {
  const body = recordOf(parseJson(await response.text().catch(() => "")));
  const given = Array.isArray(body.errors) ? body.errors.map(recordOf) : [];
  const errors = given.map((error) => ({
    pointer: textOf(error.pointer),
    code: textOf(error.code),
    detail: wordsOf(error) ?? textOf(error.detail),
    values: valuesOf(error.values),
  }));
  const words = wordsOf(body.reason ?? given[0]);
  return {
    status: response.status,
    code: textOf(body.code) || codeOf(response.status),
    title: textOf(body.title),
    detail: words ?? withoutPointer(textOf(body.detail), errors[0]?.pointer),
    requestId: textOf(body.request_id) || response.headers.get("x-request-id"),
    errors,
    current: body.current,
  };
}

/** The server's message begins with the field's pointer, which is for programs. */
function withoutPointer(detail: string, pointer = ""): string {
  return pointer !== "" && detail.startsWith(pointer)
    ? detail.slice(pointer.length).replace(/^:? /, "")
    : detail;
}

function wordsOf(reason: unknown): string | null {
  const { code, values } = recordOf(reason);
  return wordsFor(textOf(code), valuesOf(values));
}

function valuesOf(given: unknown): Values {
  return Object.fromEntries(
    Object.entries(recordOf(given)).filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === "string" || typeof entry[1] === "number",
    ),
  );
}

// Checked without zod, for which the sign-in page's budget has no room.
function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
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
