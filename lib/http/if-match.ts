import * as z from "zod";
import { InvalidError } from "@/lib/platform/errors";

const Versioned = z.object({ version: z.number().int() });

/** ETag of a reply with an integer `version`: version 3 is `"3"`. */
export function etagOf(result: unknown): { etag?: string } {
  const parsed = Versioned.safeParse(result);
  return parsed.success ? { etag: `"${parsed.data.version}"` } : {};
}

/** The version in If-Match; undefined without one. Accepts weak tags (W/"3"), because a proxy that compresses weakens ours. */
export function ifMatch(headers: Headers): number | undefined {
  const text = headers.get("if-match");
  if (text === null) return undefined;
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(text.trim())?.[1];
  if (version === undefined)
    throw new InvalidError(
      `If-Match is not an ETag of this API, such as "3": ${JSON.stringify(text.slice(0, 50))}.`,
    );
  return Number(version);
}
