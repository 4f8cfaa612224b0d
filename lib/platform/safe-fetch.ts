import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { Client } from "undici";
import { type AllowList, isPublicAddress } from "./address";

export type SafeRequest = {
  url: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string | null;
  allow: AllowList;
  /** Time for the whole call: look-up, connection, reply to its last byte. */
  timeoutMs: number;
  /** Bytes of the body to read; `truncated` is true when there are more. */
  maxBytes: number;
  /** For tests. */
  resolve?: (host: string) => Promise<string[]>;
};
export type SafeResponse = {
  status: number;
  /** Names in lower case; repeated headers joined by ", ". */
  headers: Record<string, string>;
  body: Buffer;
  truncated: boolean;
};

/** Thrown before anything is sent: a code for programs, a message with a way out. */
export class RefusedUrl extends Error {
  constructor(
    readonly code: "bad_url" | "forbidden_address" | "unknown_host",
    message: string,
  ) {
    super(message);
  }
}

/**
 * Calls an address that a user gave; nothing else may. Only http and https. The name is resolved once, every result
 * must be public or allowed, and the connection goes to exactly that result, because a second look-up could differ.
 * Redirects are returned, not followed. Throws RefusedUrl or the network's error.
 */
export async function safeFetch(request: SafeRequest): Promise<SafeResponse> {
  const url = parsed(request.url);
  const abort = AbortSignal.timeout(request.timeoutMs);
  const addresses = await unlessAborted(addressesOf(url, request), abort);
  const client = new Client(url.origin, {
    connect: {
      timeout: request.timeoutMs,
      lookup: (_host, options, answer) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first] = found;
        if (options.all) answer(null, found);
        else answer(null, first?.address ?? "", first?.family);
      },
    },
    headersTimeout: request.timeoutMs,
    bodyTimeout: request.timeoutMs,
  });
  try {
    const answer = await client.request({
      method: methodOf(request.method),
      path: `${url.pathname}${url.search}`,
      headers: { "accept-encoding": "identity", "user-agent": "gwanje", ...request.headers },
      body: request.body,
      signal: abort,
    });
    const { body, truncated } = await readAtMost(answer.body, request.maxBytes);
    return { status: answer.statusCode, headers: flat(answer.headers), body, truncated };
  } catch (error) {
    if (abort.aborted) throw new Error(`No complete answer within ${request.timeoutMs} ms.`);
    throw error;
  } finally {
    await client.destroy();
  }
}

function parsed(text: string): URL {
  if (!URL.canParse(text)) throw new RefusedUrl("bad_url", `${JSON.stringify(text)} is not a URL.`);
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new RefusedUrl("bad_url", `${url.protocol} is not allowed; use http: or https:.`);
  if (url.username || url.password)
    throw new RefusedUrl("bad_url", "A URL must not hold a user or password; keep them in a connection.");
  return url;
}

async function addressesOf(url: URL, { allow, resolve = resolveHost }: SafeRequest): Promise<string[]> {
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const addresses = isIP(host) ? [host] : await resolve(host);
  if (addresses.length === 0)
    throw new RefusedUrl("unknown_host", `There is no host ${JSON.stringify(host)}.`);
  if (allow.host(host)) return addresses;
  const refused = addresses.find((address) => !isPublicAddress(address) && !allow.address(address));
  if (refused === undefined) return addresses;
  const named = refused === host ? host : `${host} (${refused})`;
  throw new RefusedUrl(
    "forbidden_address",
    `${named} is inside this network. An admin of this installation may allow it in GWANJE_FETCH_ALLOW.`,
  );
}

async function resolveHost(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, verbatim: true }).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOTFOUND") return [];
    throw error;
  });
  return found.map(({ address }) => address);
}

async function readAtMost(stream: AsyncIterable<Uint8Array>, maxBytes: number) {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    parts.push(part);
    size += part.length;
    if (size > maxBytes) break;
  }
  return { body: Buffer.concat(parts).subarray(0, maxBytes), truncated: size > maxBytes };
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener("abort", () => reject(new Error("The host's name was not resolved in time."))),
  );
  return Promise.race([work, late]);
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(", ") : value]],
    ),
  );
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;

function methodOf(text: string): (typeof METHODS)[number] {
  const method = METHODS.find((known) => known === text);
  if (!method) throw new RefusedUrl("bad_url", `${text} is not a method; use ${METHODS.join(", ")}.`);
  return method;
}
