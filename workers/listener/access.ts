import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Actor } from "@/lib/platform/context";

/** What is kept of a request from its beginning; Next changes the address while it answers. */
export type Asked = {
  method: string;
  url: string;
  traceparent: unknown;
  socket: Socket;
  /** What the connection had sent by then. */
  sentBefore: number;
};

export function askedBy({ method = "", url = "/", headers, socket }: IncomingMessage): Asked {
  return { method, url, traceparent: headers.traceparent, socket, sentBefore: socket.bytesWritten };
}

/** Probes come every few seconds; what they say is not news. */
const PROBE = /^\/(?:healthz|readyz|metrics)$/;
/** Neither is it that log records came in or were looked at, nor files of pages. A line each would make lines of lines. */
const QUIET = /^\/(?:ingest|_next)\/|^\/api\/v1\/log-records(?:\/|$)|^\/(?:favicon\.ico|icon\b)/;

/** How loud the line of a request is. */
export function accessLevel(path: string, status: number): "debug" | "info" {
  return PROBE.test(path) || (QUIET.test(path) && status < 400) ? "debug" : "info";
}

const MOST_NAMES = 20;
const MOST_CHARACTERS = 1_000;

/** What is known of a request when it is over. `route` is its pattern. Of a query the names stay, its values never do. */
export function accessFields(
  { method, url, traceparent, socket, sentBefore }: Asked,
  response: ServerResponse,
  known: { id: string; route: string; actor: Actor | null; ms: number },
): Record<string, unknown> {
  const [path = "/", search = ""] = url.split("?", 2);
  const names = [...new Set(new URLSearchParams(search.slice(0, 4 * MOST_CHARACTERS)).keys())];
  return {
    request_id: known.id,
    method,
    route: known.route,
    path: path.slice(0, MOST_CHARACTERS),
    ...(names.length > 0 && { query: names.slice(0, MOST_NAMES).join(" ").slice(0, MOST_CHARACTERS) }),
    status: response.statusCode,
    ms: Math.round(known.ms),
    bytes: socket.bytesWritten - sentBefore,
    ...callerFields(known.actor),
    ...traceFields(traceparent),
    // The response closed before it was sent whole: the client left.
    ...(response.writableFinished ? {} : { left: true }),
  };
}

function callerFields(actor: Actor | null): Record<string, string> {
  if (actor?.type === "user") return { user_id: actor.id };
  if (actor?.type === "token") return { token_id: actor.id };
  if (!actor?.attempt) return {};
  const { attemptId, runId, dagId, taskId } = actor.attempt;
  return { attempt_id: attemptId, run_id: runId, dag_id: dagId, task_id: taskId };
}

const TRACE = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/;

/** The trace that the caller says this is part of, as W3C Trace Context writes it. */
function traceFields(traceparent: unknown): Record<string, string> {
  const [, trace_id, span_id] = TRACE.exec(typeof traceparent === "string" ? traceparent : "") ?? [];
  return trace_id && span_id ? { trace_id, span_id } : {};
}
