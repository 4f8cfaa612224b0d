/** RFC 9110 about ranges and conditions, as far as one object can answer them. */

/** Weak comparison, as the RFC asks for If-None-Match. */
export function isNotModified(ifNoneMatch: string | undefined, etag: string | undefined): boolean {
  if (ifNoneMatch === undefined || etag === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  const plain = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.split(",").some((tag) => plain(tag) === plain(etag));
}

/**
 * The range to ask the store for. Several ranges at once, other units and broken text are ignored, as the RFC allows:
 * the answer is then the whole object. With If-Range, only while the object is still that one.
 */
export function wantedRange(
  headers: { range?: string | undefined; "if-range"?: string | string[] | undefined },
  etag: string | undefined,
): string | undefined {
  const range = headers.range?.trim();
  const match = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/.exec(range ?? "");
  if (!range || !match) return undefined;
  const [, first, last, suffix] = match;
  if (suffix !== undefined && Number(suffix) === 0) return undefined;
  if (first !== undefined && last && Number(last) < Number(first)) return undefined;
  const condition = headers["if-range"];
  if (condition !== undefined && condition !== etag) return undefined;
  return range;
}
