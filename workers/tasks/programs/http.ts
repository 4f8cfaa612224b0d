import { parseAllowList } from "@/lib/platform/address";
import { InvalidError } from "@/lib/platform/errors";
import { parseExactJson } from "@/lib/platform/exact-json";
import { RefusedUrl, type SafeResponse, safeFetch } from "@/lib/platform/safe-fetch";
import type { HttpJob } from "../http-job";
import { cutText } from "../storable";
import { JobError } from "./job";

const BODY_LIMIT_BYTES = 512 * 1024;
const SNIPPET_CHARS = 500;
/** Headers for downstream tasks; cookies and the like are left out of the result. */
const KEPT_HEADERS = [
  "content-type",
  "content-length",
  "date",
  "etag",
  "last-modified",
  "location",
  "link",
  "retry-after",
  "x-request-id",
];

/** Sends the request of an http task and returns `{status, headers, body, truncated, duration_ms}`; a JSON body is parsed. */
export async function runHttp(job: HttpJob): Promise<unknown> {
  const startedAt = performance.now();
  const { allow, ...request } = job;
  const answer = await safeFetch({
    ...request,
    allow: parseAllowList(allow),
    maxBytes: BODY_LIMIT_BYTES,
  }).catch((error: unknown) => {
    if (error instanceof RefusedUrl) throw new JobError(error.code, error.message);
    throw new JobError("unreachable", `${job.method} ${job.url}: ${messageOf(error)}`);
  });
  const durationMs = Math.round(performance.now() - startedAt);
  const size = `${answer.body.length}${answer.truncated ? "+" : ""}`;
  console.log(`${job.method} ${job.url} answered ${answer.status} in ${durationMs} ms, ${size} bytes`);
  if (!isExpected(answer.status, job.expectStatus)) {
    const snippet = cutText(answer.body.toString("utf8"), SNIPPET_CHARS);
    throw new JobError(
      "http_status",
      `${job.method} ${job.url} answered ${answer.status}, not ${job.expectStatus.join(" or ") || "2xx"}: ${snippet}`,
    );
  }
  const headers = Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = answer.headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    status: answer.status,
    headers,
    body: bodyOf(answer),
    truncated: answer.truncated,
    duration_ms: durationMs,
  };
}

function isExpected(status: number, expected: readonly number[]): boolean {
  return expected.length === 0 ? status >= 200 && status < 300 : expected.includes(status);
}

/** Parses JSON if its numbers are exact, keeps other text, and returns null for bytes, which belong into objects. */
function bodyOf({ body, headers, truncated }: SafeResponse): unknown {
  const text = textOf(body, truncated);
  if (text === null || truncated || !/\bjson\b/.test(headers["content-type"] ?? "")) return text;
  try {
    return parseExactJson(text);
  } catch (error) {
    // Not an error, because the request was sent; the text still has every digit.
    if (error instanceof InvalidError) console.log(`The body is kept as text, not as JSON: ${error.message}`);
    return text;
  }
}

function textOf(body: Buffer, truncated: boolean): string | null {
  try {
    // `stream` drops a character that was cut, instead of calling the text invalid.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body, { stream: truncated });
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? ` (${error.code})` : "";
  return `${error.message || error.name}${code}`;
}
