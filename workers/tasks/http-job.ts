import type { TaskSpec } from "@/lib/pipelines/schema";
import { LONGEST_TIMER_MS } from "@/lib/platform/long-timer";
import { credentialHeaders, type OpenConnection } from "@/lib/settings";
import { fill, fillDeep, TemplateError, type TemplateValues } from "./template";

type HttpTask = Extract<TaskSpec, { kind: "http" }>;

/** Input of the program of an http task. */
export type HttpJob = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
  /** Empty for 200 to 299. */
  expectStatus: number[];
  /** GWANJE_FETCH_ALLOW. */
  allow: string;
  timeoutMs: number;
};

/** Default time limit; execution_timeout_ms overrides it. A request that hangs must not keep its place for ever. */
const DEFAULT_TIMEOUT_MS = 5 * 60 * 1000;

/** Values in the URL are escaped, so they cannot change its host, path depth or query names. */
export function httpJob(
  task: HttpTask,
  values: TemplateValues,
  connection: OpenConnection | null,
  allow: string,
): HttpJob {
  const url = fill(task.url, values, encodeURIComponent);
  const body = bodyOf(fillDeep(task.body, values));
  const own = Object.fromEntries(
    Object.entries(task.headers).map(([name, text]) => [name.toLowerCase(), fill(text, values)]),
  );
  return {
    method: task.method,
    url,
    headers: {
      ...(body !== null && typeof task.body !== "string" && { "content-type": "application/json" }),
      ...(connection && connectionHeaders(connection, url)),
      ...own,
    },
    body,
    expectStatus: task.expect_status,
    allow,
    // The worker enforces longer limits by ending the process.
    timeoutMs: Math.min(task.execution_timeout_ms ?? DEFAULT_TIMEOUT_MS, LONGEST_TIMER_MS),
  };
}

function bodyOf(body: unknown): string | null {
  if (body === null || body === undefined) return null;
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** Credentials are sent to the connection's own host only, whatever URL a run fills in. */
function connectionHeaders(connection: OpenConnection, url: string): Record<string, string> {
  if (connection.type !== "http") {
    throw new TemplateError(`The connection "${connection.id}" is of type ${connection.type}, not http.`);
  }
  if (!connection.host) {
    throw new TemplateError(
      `The connection "${connection.id}" has no host. Name the host its credentials are for.`,
    );
  }
  if (!URL.canParse(url)) throw new TemplateError(`${JSON.stringify(url)} is not a URL.`);
  if (!isOf(new URL(url), connection)) {
    throw new TemplateError(
      `The connection "${connection.id}" is for ${connection.host}; its credentials are not sent to ${new URL(url).host}.`,
    );
  }
  return credentialHeaders(connection);
}

/** A connection's `host` is a host name, or a base URL whose scheme and host the request must have. */
function isOf(url: URL, { host, port }: OpenConnection): boolean {
  const text = (host ?? "").toLowerCase();
  const base = /^https?:/.test(text) && URL.canParse(text) ? new URL(text) : null;
  const wantedPort = base?.port ? Number(base.port) : (port ?? (base ? portOf(base) : null));
  return (
    url.hostname === (base?.hostname ?? text) &&
    (base === null || url.protocol === base.protocol) &&
    (wantedPort === null || portOf(url) === wantedPort)
  );
}

function portOf(url: URL): number {
  return Number(url.port) || (url.protocol === "https:" ? 443 : 80);
}
