import { createHash, randomBytes } from "node:crypto";
import { sha256Hex } from "@/lib/platform/crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECK_LENGTH = 6;

export type TokenKind = "pat" | "sa";

/** `gwj_pat_<random><checksum>`. The checksum lets secret scanners and us recognise a token without a look-up. */
export function newApiToken(kind: TokenKind): { token: string; prefix: string; hash: string } {
  const random = base62(randomBytes(30));
  const body = `gwj_${kind}_${random}`;
  const token = body + checksum(body);
  return { token, prefix: token.slice(0, 14), hash: sha256Hex(token) };
}

export function looksLikeApiToken(token: string): boolean {
  if (!/^gwj_(pat|sa)_[0-9A-Za-z]{30,60}$/.test(token)) return false;
  const body = token.slice(0, -CHECK_LENGTH);
  return checksum(body) === token.slice(-CHECK_LENGTH);
}

/** For one-time links: set-up, invite, password reset. */
export function newLinkToken(): { token: string; hash: string } {
  const token = randomBytes(24).toString("base64url");
  return { token, hash: sha256Hex(token) };
}

function checksum(body: string): string {
  return base62(createHash("sha256").update(body).digest().subarray(0, 8))
    .slice(-CHECK_LENGTH)
    .padStart(CHECK_LENGTH, "0");
}

function base62(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  let text = "";
  for (; value > 0n; value /= 62n) text = ALPHABET.charAt(Number(value % 62n)) + text;
  return text.padStart(Math.ceil(bytes.length * 1.33), "0");
}
