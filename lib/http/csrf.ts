const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * True when a request with our cookie was made by our own page. Browsers always send one of the two headers; a request
 * with the cookie but neither header is refused. Bearer calls ignore cookies and are not checked.
 */
export function isOwnRequest(
  method: string,
  headers: Pick<Headers, "get">,
  ownOrigins: readonly string[],
): boolean {
  if (SAFE.has(method)) return true;
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = headers.get("origin");
  return origin !== null && ownOrigins.includes(origin);
}

/** The origins of our pages: the public address, and the host that the request itself names. */
export function ownOrigins(host: string | null, publicUrl: string): string[] {
  const { origin, protocol } = new URL(publicUrl);
  return [origin, ...(host ? [`${protocol}//${host}`] : [])];
}

/** A form of another site cannot send JSON without a preflight. */
export function isJson(headers: Headers): boolean {
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(headers.get("content-type") ?? "");
}

/** Accepts only pages of ours in `next=`: no scheme, no other host, no backslash tricks. */
export function safeNextPath(next: string | null | undefined): string {
  if (!next?.startsWith("/") || next.startsWith("//") || next.includes("\\") || hasControl(next)) return "/";
  return new URL(next, "http://own").origin === "http://own" ? next : "/";
}

/** URL parsers drop tabs and line breaks, so "/\t/evil" would become "//evil". */
function hasControl(text: string): boolean {
  return [...text].some((char) => char < " ");
}
