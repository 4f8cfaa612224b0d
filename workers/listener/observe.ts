import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ANSWER_HEADERS } from "@/lib/http/csp";
import { observeRequest } from "@/lib/metrics";
import type { Actor, Deps } from "@/lib/platform/context";
import { type Asked, accessFields, accessLevel, askedBy } from "./access";
import { finishBody } from "./door";
import { inTurn } from "./in-turn";

declare module "fastify" {
  interface FastifyRequest {
    /** Null until it is known. */
    caller: Actor | null;
    asked: Asked | null;
  }
}

const OF_ANSWERS = Object.entries(ANSWER_HEADERS);

/** Numbers and one log line for each request. Headers, values of the query and the body never reach the log: they hold secrets and data. */
export function observe(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest("caller", null);
  app.decorateRequest("asked", null);
  app.addHook("onRequest", (request, reply, done) =>
    inTurn(request.raw, reply.raw, () => {
      request.asked = askedBy(request.raw);
      // Whatever a client sends under this name is replaced by the socket's own address.
      request.raw.headers["x-gwanje-peer"] = request.raw.socket.remoteAddress ?? "";
      done();
    }),
  );
  app.addHook("onSend", (request, reply, payload, done) => {
    reply.header("x-request-id", request.id);
    for (const [name, value] of OF_ANSWERS) if (!reply.hasHeader(name)) reply.header(name, value);
    done(null, payload);
  });
  app.addHook("onResponse", (request, reply, done) => {
    note(request, reply);
    done();
  });

  function note(request: FastifyRequest, reply: FastifyReply): void {
    // An answer that did not read the whole body, of whatever method, ends it.
    finishBody(request.raw);
    const { method } = request;
    const route = request.routeOptions.url ?? "unknown";
    const ms = reply.elapsedTime;
    observeRequest({ method, route, status: reply.statusCode, ms });
    const { id, caller: actor, asked } = request;
    if (!asked) return;
    const level = accessLevel(route === "unknown" ? request.url : route, reply.statusCode);
    if (deps.log.isLevelEnabled(level))
      deps.log[level](accessFields(asked, reply.raw, { id, route, actor, ms }), "request");
  }
}
