import { setTimeout as sleep } from "node:timers/promises";
import { environment } from "./environment";

/** The data plane refused; `code` is the stable code of its reply, the message its explanation. */
export class DataPlaneError extends Error {
  override readonly name = "DataPlaneError";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const TRIES = 5;
const FIRST_DELAY_MS = 200;
/**
 * Statuses of a server that restarts, drains or asks to wait. Every request here may be repeated: keys are overwritten
 * whole.
 */
const WORTH_ANOTHER_TRY = new Set([408, 429, 502, 503, 504]);

export type Method = "GET" | "HEAD" | "PUT" | "DELETE";
/** Called for each try, because a stream can be read only once. */
export type BodyMaker = () => { body: BodyInit; headers: Record<string, string> };

/** Sends a request and returns its 2xx response. Retries a broken connection and a busy server. */
export async function request(method: Method, path: string, make?: BodyMaker): Promise<Response> {
  const { url, token, traceparent } = environment();
  for (let tries = 1; ; tries += 1) {
    const made = make?.();
    const headers = {
      authorization: `Bearer ${token}`,
      ...(traceparent && { traceparent }),
      ...made?.headers,
    };
    const sent = await fetch(`${url}${path}`, { method, headers, ...streamed(made?.body) }).catch(
      (error: unknown) => new DataPlaneError(0, "unreachable", `${method} ${url}${path}: ${reasonOf(error)}`),
    );
    const response = sent instanceof Error ? null : sent;
    if (response?.ok) return response;
    const last = tries >= TRIES || (response !== null && !WORTH_ANOTHER_TRY.has(response.status));
    if (last) throw sent instanceof Error ? sent : await errorOf(method, path, sent);
    await response?.body?.cancel();
    await sleep(FIRST_DELAY_MS * 2 ** (tries - 1));
  }
}

/** Escapes every reserved character of a key but slashes. */
export function escapeKey(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}

function streamed(body: BodyInit | undefined): RequestInit {
  if (body === undefined) return {};
  // Node's fetch needs `duplex` for a stream; the DOM's types do not have it.
  const init: RequestInit & { duplex: "half" } = { body, duplex: "half" };
  return init;
}

async function errorOf(method: Method, path: string, response: Response): Promise<DataPlaneError> {
  const text = await response.text().catch(() => "");
  const { code, detail } = problemOf(text);
  const explained = detail ?? (text.slice(0, 300) || response.statusText);
  return new DataPlaneError(
    response.status,
    code ?? `http_${response.status}`,
    `${method} ${path} answered ${response.status}: ${explained}`,
  );
}

/** The fields of a problem+json document, if the text is one. */
function problemOf(text: string): { code?: string; detail?: string } {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return {};
    const field = (name: string) => {
      const value: unknown = Reflect.get(parsed, name);
      return typeof value === "string" ? value : undefined;
    };
    const code = field("code");
    const detail = field("detail") ?? field("title");
    return { ...(code !== undefined && { code }), ...(detail !== undefined && { detail }) };
  } catch {
    return {};
  }
}

/** undici's message is "fetch failed"; the actual error is its `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
