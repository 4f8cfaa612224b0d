import { RefusedUrl } from "@/lib/platform/safe-fetch";
import type { ConnectionTestCode } from "../schema";

export type Outcome = { code: ConnectionTestCode; status: number | null; said: string | null };

/** Shorter ones are parts of words; the same as in logs of tasks. */
const LEAST_SECRET = 4;
/** A server says at most so much. */
const MOST_SAID = 300;

/** Codes of the system, of TLS and of PostgreSQL; the first that begins the error's code. */
const BY_CODE: readonly [prefix: string, code: ConnectionTestCode][] = [
  ["ECONNREFUSED", "refused"],
  ["ENOTFOUND", "unknown_host"],
  ["EAI_AGAIN", "unknown_host"],
  ["EHOSTUNREACH", "unreachable"],
  ["ENETUNREACH", "unreachable"],
  ["ECONNRESET", "unreachable"],
  ["EPIPE", "unreachable"],
  ["UND_ERR_SOCKET", "unreachable"],
  ["ETIMEDOUT", "timeout"],
  ["UND_ERR_CONNECT_TIMEOUT", "timeout"],
  ["UND_ERR_HEADERS_TIMEOUT", "timeout"],
  ["57014", "timeout"],
  ["CERT_", "tls"],
  ["ERR_TLS", "tls"],
  ["ERR_SSL", "tls"],
  ["DEPTH_ZERO_SELF_SIGNED", "tls"],
  ["SELF_SIGNED", "tls"],
  ["UNABLE_TO_", "tls"],
  ["28", "login"],
  ["3D000", "no_database"],
];

export function ofError(error: unknown, secrets: readonly (string | null)[]): Outcome {
  const said = saidBy(error, secrets);
  if (error instanceof RefusedUrl) return { code: error.code, status: null, said };
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const found = BY_CODE.find(([prefix]) => code.startsWith(prefix))?.[1];
  if (found !== undefined) return { code: found, status: null, said };
  if (/time(?:d )?out|within \d+ ms|in time/i.test(said ?? ""))
    return { code: "timeout", status: null, said };
  if (/SSL|TLS|certificate/i.test(said ?? "")) return { code: "tls", status: null, said };
  return { code: "failed", status: null, said };
}

/** Below 400 it answers; a base address may have no page of its own. */
export function ofStatus(status: number): Outcome {
  const code =
    status === 401 || status === 403 || status === 407
      ? "login"
      : status < 400 || status === 404
        ? "connected"
        : "http_status";
  return { code, status, said: null };
}

function saidBy(error: unknown, secrets: readonly (string | null)[]): string | null {
  const message = error instanceof Error ? error.message : String(error);
  const covered = secrets.reduce<string>(
    (text, secret) => (secret && secret.length >= LEAST_SECRET ? text.replaceAll(secret, "***") : text),
    message.replaceAll("\0", ""),
  );
  return covered.slice(0, MOST_SAID) || null;
}
