import { lookup } from "node:dns/promises";
import { isIP, Socket } from "node:net";
import pg from "pg";
import type { AllowList } from "@/lib/platform/address";
import { safeFetch } from "@/lib/platform/safe-fetch";
import type { OpenConnection } from "../connections";
import { credentialHeaders } from "../credential-headers";
import { tlsOf } from "../values";
import { outsideAddress } from "./machine";
import { type Outcome, ofError, ofStatus } from "./outcome";

export type AttemptOptions = {
  allow: AllowList;
  timeoutMs: number;
  /** For tests. */
  resolve?: (host: string) => Promise<string[]>;
};

/** Servers that know no HEAD. */
const NO_HEAD = [405, 501];
/** Of the body of an answer nothing is kept. */
const MOST_BYTES = 1_024;

/** Connects as a task does, and asks for nothing but an answer. Does not throw. */
export async function attempt(connection: OpenConnection, options: AttemptOptions): Promise<Outcome> {
  if (!connection.host) return { code: "no_host", status: null, said: null };
  try {
    return connection.type === "http"
      ? await askHttp({ ...connection, host: connection.host }, options)
      : await askPostgres({ ...connection, host: connection.host }, options);
  } catch (error) {
    return ofError(error, [connection.password]);
  }
}

type WithHost = OpenConnection & { host: string };

async function askHttp(connection: WithHost, options: AttemptOptions): Promise<Outcome> {
  const request = {
    url: baseUrlOf(connection),
    headers: credentialHeaders(connection),
    body: null,
    maxBytes: MOST_BYTES,
    ...options,
  };
  const { status } = await safeFetch({ ...request, method: "HEAD" });
  if (!NO_HEAD.includes(status)) return ofStatus(status);
  return ofStatus((await safeFetch({ ...request, method: "GET" })).status);
}

/** A host without a scheme is asked over TLS, except at the port of plain HTTP. */
export function baseUrlOf({ host, port }: { host: string; port: number | null }): string {
  const text = /^https?:/i.test(host) ? host : `${port === 80 ? "http" : "https"}://${host}`;
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (port !== null && url.port === "") url.port = String(port);
  return url.href;
}

async function askPostgres(connection: WithHost, options: AttemptOptions): Promise<Outcome> {
  const { host, port, login, database, password, extra } = connection;
  const { allow, timeoutMs, resolve = addressesOf } = options;
  const deadline = late(timeoutMs);
  try {
    // The name is resolved once: a second look-up could differ.
    const address = outsideAddress(host, isIP(host) ? [host] : await deadline.or(resolve(host)), allow);
    const tls = tlsOf(extra.sslmode);
    // Ours, because a client that was never answered does not close its own.
    const socket = new Socket();
    const client = new pg.Client({
      stream: () => socket,
      host: address,
      port: port ?? 5432,
      ...(login !== null && { user: login }),
      ...(database !== null && { database }),
      ...(password !== null && { password }),
      ssl: tls && { ...tls, ...(isIP(host) ? {} : { servername: host }) },
      connectionTimeoutMillis: timeoutMs,
      statement_timeout: timeoutMs,
      application_name: "gwanje connection test",
    });
    // The connection broke; what waits for it is told.
    client.on("error", () => {});
    try {
      await deadline.or(client.connect());
      await deadline.or(client.query("SELECT 1"));
      return { code: "connected", status: null, said: null };
    } finally {
      socket.destroy();
    }
  } finally {
    deadline.clear();
  }
}

async function addressesOf(host: string): Promise<string[]> {
  return (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);
}

function late(timeoutMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
  });
  // Nobody may wait for it any more.
  over.catch(() => {});
  return {
    or: <T>(work: Promise<T>): Promise<T> => Promise.race([work, over]),
    clear: () => clearTimeout(timer),
  };
}
