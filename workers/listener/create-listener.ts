import Fastify, { type FastifyInstance } from "fastify";
import type { Deps } from "@/lib/platform/context";
import { AppError } from "@/lib/platform/errors";
import { finishBody, HEADERS_TIMEOUT_MS, MAX_HEADER_BYTES, refuseBroken } from "./door";
import { answerErrors, type ErrorShape } from "./error-shape";
import { observe } from "./observe";
import { requestId } from "./request-id";

/** What every port of our own has: limits, a log line and numbers for each request, and errors in one shape an address. */
export function createListener(deps: Deps, shapeAt: (path: string) => ErrorShape): FastifyInstance {
  const answerError = answerErrors(deps, shapeAt);
  const app = Fastify({
    logger: false,
    genReqId: requestId,
    requestIdHeader: false,
    // An upload of many gigabytes takes as long as it takes; silence ends it, not the clock (serving/data/body.ts).
    requestTimeout: 0,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, maxHeaderSize: MAX_HEADER_BYTES },
    clientErrorHandler: refuseBroken,
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      // No hook runs here, and so not observe.ts.
      reply.raw.once("finish", () => finishBody(request.raw));
      return answerError(error, request, reply);
    },
  });
  // Bodies are read by those who want one, after they know who sends it.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  observe(app, deps);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request) => {
    throw new AppError("NOT_FOUND", `There is nothing at ${request.method} ${request.url.split("?", 1)[0]}.`);
  });
  return app;
}
