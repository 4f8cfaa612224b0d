import { createHash } from "node:crypto";
import * as z from "zod";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";

const Token = z.strictObject({ q: z.string(), k: z.array(z.string().max(8_000)).min(1).max(64) });
/** Where a caller gave the token: MLflow and our own API name it differently. */
export type TokenField = "/page_token" | "/cursor";
const MAX_CHARACTERS = 65_536;

/** The values of the last row of a page, and of which query: another one must not go on with it. */
export function encodePageToken(query: unknown, values: readonly string[]): string {
  return Buffer.from(JSON.stringify({ q: fingerprint(query), k: values })).toString("base64url");
}

/** Never the first page for a token that is not one of ours: a client that pages by it would begin anew for ever. */
export function decodePageToken(
  query: unknown,
  token: string,
  field: TokenField = "/page_token",
): readonly string[] {
  const parsed = Token.safeParse(token.length > MAX_CHARACTERS ? null : json(token));
  if (!parsed.success) throw badPageToken("is not one this server gave", field);
  if (parsed.data.q !== fingerprint(query)) throw badPageToken("belongs to another search", field);
  return parsed.data.k;
}

export function badPageToken(said: string, field: TokenField = "/page_token"): InvalidError {
  return InvalidError.field(
    field,
    `${field.slice(1)} ${said}; start again without it.`,
    because("bad_cursor"),
  );
}

function fingerprint(query: unknown): string {
  return createHash("sha256").update(JSON.stringify(query)).digest("base64url").slice(0, 16);
}

function json(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
