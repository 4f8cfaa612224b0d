import { decode, encode } from "next-auth/jwt";
import * as z from "zod";
import { deriveKey } from "@/lib/platform/crypto";
import type { SessionRef } from "@/lib/team";

/** next-auth's cookie is an encrypted token that has the session's id and version only. */
const MAX_AGE_SECONDS = 30 * 24 * 3_600;
const Payload = z.object({ sid: z.string().max(60), sv: z.number().int() });

export const authSecret = (secret: string) => deriveKey(secret, "next-auth").toString("hex");

/** `__Secure-` only with a public https address, because browsers drop such cookies on plain http. */
export const sessionCookieName = (publicUrl: string) =>
  `${publicUrl.startsWith("https://") ? "__Secure-" : ""}next-auth.session-token`;

export async function readSessionCookie(secret: string, token: string): Promise<SessionRef | null> {
  const payload = await decode({ token, secret: authSecret(secret) }).catch(() => null);
  const parsed = Payload.safeParse(payload);
  return parsed.success ? parsed.data : null;
}

export function writeSessionCookie(secret: string, ref: SessionRef): Promise<string> {
  return encode({ token: { sid: ref.sid, sv: ref.sv }, secret: authSecret(secret), maxAge: MAX_AGE_SECONDS });
}

/** Not decoded: our value needs no escapes, and a bad escape must not fail the request. */
export function cookieOf(header: string | null, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}
