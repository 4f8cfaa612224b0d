import Fastify, { type FastifyInstance } from "fastify";
import { metricsRegistry } from "@/lib/metrics";
import type { Deps } from "@/lib/platform/context";
import { sameText } from "@/lib/platform/crypto";
import { AppError } from "@/lib/platform/errors";
import { resource } from "./data/resource";
import { dataRoutes } from "./data/routes";
import type { Transfers } from "./data/transfers";
import { answerProblems, HEADERS_TIMEOUT_MS, MAX_HEADER_BYTES, refuseBroken } from "./door";
import { observe } from "./observe";
import { requestId } from "./request-id";

export type ServingOptions = {
  draining: () => boolean;
  metricsToken: string | undefined;
  /** What else this process must be able to do, for /readyz. */
  working?: () => boolean;
  /** Absent: health and metrics only, as a task worker has them. */
  data?: { transfers: Transfers; maxUploadBytes: number };
};

const OWN_PATHS = new Set(["/healthz", "/readyz", "/metrics", "/data"]);

/** Which requests of the shared port belong to the data plane. */
export function isDataPlanePath(url: string): boolean {
  const path = url.split("?", 1)[0] ?? "";
  return OWN_PATHS.has(path) || path.startsWith("/data/");
}

/** The data plane's HTTP surface: objects and artifacts, health, readiness that fails while draining, metrics. */
export function createServingApp(deps: Deps, options: ServingOptions): FastifyInstance {
  const answerProblem = answerProblems(deps);
  const app = Fastify({
    logger: false,
    genReqId: requestId,
    requestIdHeader: false,
    // An upload of many gigabytes takes as long as it takes; silence ends it, not the clock (data/body.ts).
    requestTimeout: 0,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, maxHeaderSize: MAX_HEADER_BYTES },
    clientErrorHandler: refuseBroken,
    return503OnClosing: false,
    frameworkErrors: answerProblem,
  });
  observe(app, deps);
  app.setErrorHandler(answerProblem);
  app.setNotFoundHandler((request) => {
    throw new AppError("NOT_FOUND", `There is nothing at ${request.method} ${request.url.split("?", 1)[0]}.`);
  });

  resource(app, "/healthz", { get: async () => ({ status: "ok" }) });
  resource(app, "/readyz", {
    get: async (_request, reply) => {
      const checks = {
        draining: options.draining(),
        postgres: await answers(deps.db.pool.query("SELECT 1")),
        redis: await answers(deps.redis.ping()),
        working: options.working?.() ?? true,
      };
      const ready = !checks.draining && checks.postgres && checks.redis && checks.working;
      return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "not_ready", checks });
    },
  });
  resource(app, "/metrics", {
    get: async (request, reply) => {
      const sent = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
      if (!options.metricsToken || !sameText(sent, options.metricsToken)) {
        throw new AppError("UNAUTHENTICATED", "Send GWANJE_METRICS_TOKEN as Authorization: Bearer.");
      }
      const registry = metricsRegistry();
      return reply.type(registry.contentType).send(await registry.metrics());
    },
  });
  if (options.data) dataRoutes(app, { deps, ...options.data });
  return app;
}

async function answers(probe: Promise<unknown>): Promise<boolean> {
  return probe.then(
    () => true,
    () => false,
  );
}
