/** What happens before a route is found: limits on headers, and answers to requests that cannot be read. */
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { ANSWER_HEADERS } from "@/lib/http/csp";
import { problemBody } from "@/lib/http/problem";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

/** A client that sends its headers drop by drop is ended. */
export const HEADERS_TIMEOUT_MS = 15_000;
export const MAX_HEADER_BYTES = 16 * 1024;
/** What is left of a body after the answer is read for so long, because closing at once would lose our answer on its way. */
const LINGER_MS = 5_000;
/** Bodies of the control plane are at most a few megabytes. */
const SMALL_BODY_MS = 60_000;

/** Reads on what a client still sends after it was answered, for a while. */
export function finishBody(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  // The request and with it its socket: one that still reads it hears of the end.
  const cut = setTimeout(() => request.destroy(), LINGER_MS);
  request.once("end", () => clearTimeout(cut)).once("close", () => clearTimeout(cut));
  request.resume();
}

/** For requests with a small body, on a server that has no request timeout. */
export function endSlowBody(request: IncomingMessage): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const cut = setTimeout(() => request.complete || request.socket.destroy(), SMALL_BODY_MS);
  request.once("close", () => clearTimeout(cut));
}

/** For what is not HTTP, or has headers without end: there is no request yet, only a socket. */
export function refuseBroken(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const status =
    error.code === "HPE_HEADER_OVERFLOW" ? 431 : error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
  const problem = problemBody(new AppError("BAD_REQUEST", "The request cannot be read as HTTP."), {
    id: newId("req"),
    path: "/",
  }).body;
  const text = JSON.stringify({ ...problem, status });
  const headers = Object.entries(ANSWER_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n${headers.join("")}content-type: application/problem+json\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}
