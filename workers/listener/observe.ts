import type { FastifyInstance } from "fastify";
import { ANSWER_HEADERS } from "@/lib/http/csp";
import { observeRequest } from "@/lib/metrics";
import type { Deps } from "@/lib/platform/context";
import { finishBody } from "./door";
import { inTurn } from "./in-turn";

/** Probes come every few seconds; what they say is not news. */
const PROBES = new Set(["/healthz", "/readyz", "/metrics"]);

/** Numbers and one log line for each request. Headers, query and body never reach the log: they hold secrets and data. */
export function observe(app: FastifyInstance, deps: Deps): void {
  app.addHook("onRequest", async (request, reply) => {
    await inTurn(request.raw, reply.raw);
    // Whatever a client sends under this name is replaced by the socket's own address.
    request.raw.headers["x-gwanje-peer"] = request.raw.socket.remoteAddress ?? "";
  });
  app.addHook("onSend", async (request, reply, payload) => {
    reply.header("x-request-id", request.id);
    for (const [name, value] of Object.entries(ANSWER_HEADERS))
      if (!reply.hasHeader(name)) reply.header(name, value);
    return payload;
  });
  app.addHook("onResponse", async (request, reply) => {
    // An answer that did not read the whole body, of whatever method, ends it.
    finishBody(request.raw);
    const { method } = request;
    const route = request.routeOptions.url ?? "unknown";
    const ms = reply.elapsedTime;
    observeRequest({ method, route, status: reply.statusCode, ms });
    const level = PROBES.has(route) ? "debug" : "info";
    deps.log[level](
      {
        request_id: request.id,
        method,
        route,
        path: request.url.split("?", 1)[0],
        status: reply.statusCode,
        ms: Math.round(ms),
        // The response closed before it was sent whole: the client left.
        ...(reply.raw.writableFinished ? {} : { left: true }),
      },
      "request",
    );
  });
}
