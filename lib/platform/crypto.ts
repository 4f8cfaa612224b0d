import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

/** Cached, because every task and every token asks for a key, and there are few purposes. */
const derived = new Map<string, Buffer>();

/** One key per purpose, derived from GWANJE_SECRET; none of them is ever stored. */
export function deriveKey(secret: string, purpose: string): Buffer {
  const name = `${purpose} ${secret}`;
  const known = derived.get(name);
  if (known) return known;
  const key = Buffer.from(hkdfSync("sha256", secret, "gwanje", purpose, 32));
  derived.set(name, key);
  return key;
}

/** AES-256-GCM: v1.<iv>.<tag>.<ciphertext>, base64url. `context` (such as variable:KEY) binds the text to its place. */
export function seal(secret: string, context: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(secret, "secrets-at-rest"), iv).setAAD(
    Buffer.from(context),
  );
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return [
    "v1",
    iv.toString("base64url"),
    cipher.getAuthTag().toString("base64url"),
    sealed.toString("base64url"),
  ].join(".");
}

export function unseal(secret: string, context: string, sealed: string): string {
  const [version, iv, tag, body] = sealed.split(".");
  if (version !== "v1" || !iv || !tag || body === undefined) throw new Error("Not a sealed value");
  const decipher = createDecipheriv(
    "aes-256-gcm",
    deriveKey(secret, "secrets-at-rest"),
    Buffer.from(iv, "base64url"),
  ).setAAD(Buffer.from(context));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(body, "base64url")), decipher.final()]).toString("utf8");
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Says that this text was made here, for one purpose. */
export function macOf(secret: string, purpose: string, text: string): string {
  return hmacBase64Url(deriveKey(secret, purpose), text);
}

function hmacBase64Url(key: Uint8Array, data: string): string {
  return createHmac("sha256", key).update(data).digest("base64url");
}

export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * The token that a task attempt sends to the data plane: `gwj_att_<attempt>.<mac>`. It needs no table, because it is
 * valid only while the attempt runs.
 */
export function attemptToken(secret: string, attemptId: string): string {
  return `gwj_att_${attemptId}.${hmacBase64Url(deriveKey(secret, "attempt-token"), attemptId)}`;
}

/** The attempt of a token, or null for a forged one. The caller checks that the attempt is running. */
export function attemptOfToken(secret: string, token: string): string | null {
  const match = /^gwj_att_([0-9a-f-]{36})\./.exec(token);
  const attemptId = match?.[1];
  return attemptId && sameText(token, attemptToken(secret, attemptId)) ? attemptId : null;
}
