/** Checks AWS Signature Version 4, in the authorization header or in a presigned URL. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export type SignedRequest = { method: string; url: string; headers: IncomingHttpHeaders };
export type KeyPair = { accessKeyId: string; secretAccessKey: string };
export type Verdict =
  | "ok"
  | "AccessDenied"
  | "InvalidAccessKeyId"
  | "SignatureDoesNotMatch"
  | "RequestTimeTooSkewed";

type Claim = {
  credential: string;
  signedHeaders: string;
  signature: string;
  date: string;
  payloadHash: string;
  expiresMs: number;
};

const ALGORITHM = "AWS4-HMAC-SHA256";
const SKEW_MS = 15 * 60_000;

export function verifySignature(request: SignedRequest, keys: KeyPair, now: Date): Verdict {
  const url = new URL(request.url, "http://s3");
  const claim = claimOf(request, url);
  if (!claim) return "AccessDenied";
  const [accessKeyId, day, region, service] = claim.credential.split("/");
  if (accessKeyId !== keys.accessKeyId) return "InvalidAccessKeyId";
  const sentAt = parseDate(claim.date);
  if (Number.isNaN(sentAt) || now.getTime() > sentAt + claim.expiresMs || sentAt > now.getTime() + SKEW_MS) {
    return "RequestTimeTooSkewed";
  }
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = [ALGORITHM, claim.date, scope, sha256(canonical(request, url, claim))].join("\n");
  const signingKey = [region, service, "aws4_request"].reduce(
    (key, part) => hmac(key, part ?? ""),
    hmac(`AWS4${keys.secretAccessKey}`, day ?? ""),
  );
  const expected = hmac(signingKey, toSign);
  const given = Buffer.from(claim.signature, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? "ok"
    : "SignatureDoesNotMatch";
}

function claimOf({ headers }: SignedRequest, url: URL): Claim | null {
  const header = headers.authorization;
  if (header?.startsWith(ALGORITHM)) {
    const part = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(header)?.[1] ?? "";
    return {
      credential: part("Credential"),
      signedHeaders: part("SignedHeaders"),
      signature: part("Signature"),
      date: String(headers["x-amz-date"] ?? ""),
      payloadHash: String(headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD"),
      expiresMs: SKEW_MS,
    };
  }
  const query = url.searchParams;
  if (query.get("X-Amz-Algorithm") !== ALGORITHM) return null;
  return {
    credential: query.get("X-Amz-Credential") ?? "",
    signedHeaders: query.get("X-Amz-SignedHeaders") ?? "",
    signature: query.get("X-Amz-Signature") ?? "",
    date: query.get("X-Amz-Date") ?? "",
    payloadHash: query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
    expiresMs: Number(query.get("X-Amz-Expires") ?? 0) * 1000,
  };
}

function canonical(request: SignedRequest, url: URL, claim: Claim): string {
  // The raw path, because S3 signs it as encoded, and parsing would change that.
  const path = request.url.split("?")[0] ?? "/";
  const names = claim.signedHeaders.split(";");
  const headers = names.map(
    (name) =>
      `${name}:${String(request.headers[name] ?? "")
        .trim()
        .replaceAll(/ +/g, " ")}\n`,
  );
  return [
    request.method,
    path,
    canonicalQuery(url),
    headers.join(""),
    claim.signedHeaders,
    claim.payloadHash,
  ].join("\n");
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** 20260105T090000Z */
function parseDate(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!parts) return Number.NaN;
  const [year, month, ...rest] = parts.slice(1).map(Number);
  const [day = 1, hour = 0, minute = 0, second = 0] = rest;
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
