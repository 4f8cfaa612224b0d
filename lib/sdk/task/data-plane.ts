import { environment } from "./environment";
import { type BodyMaker, exchange, reasonOf } from "./exchange";

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

export type Method = "GET" | "HEAD" | "PUT" | "POST" | "DELETE";

/**
 * Sends a request and returns its 2xx response. Retries a busy server, and a broken connection unless the request may not be
 * done twice.
 */
export async function request(
  method: Method,
  path: string,
  make?: BodyMaker,
  { repeatable = true } = {},
): Promise<Response> {
  const { url, token, traceparent } = environment();
  const headers = { authorization: `Bearer ${token}`, ...(traceparent && { traceparent }) };
  const response = await exchange({ method, url: `${url}${path}`, headers, make, repeatable }).catch(
    (error: unknown) => {
      throw new DataPlaneError(0, "unreachable", `${method} ${url}${path}: ${reasonOf(error)}`);
    },
  );
  if (response.ok) return response;
  throw await errorOf(method, path, response);
}

/** Escapes every reserved character of a key but slashes. */
export function escapeKey(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
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
