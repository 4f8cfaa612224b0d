import Fastify, { type FastifyInstance } from "fastify";
import { problemBody } from "@/lib/http/problem";
import { metricsRegistry, observeRequest } from "@/lib/metrics";
import type { Deps } from "@/lib/platform/context";
import { sameText } from "@/lib/platform/crypto";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

export type ServingOptions = { draining: () => boolean; metricsToken: string | undefined };

const OWN_PATHS = ["/healthz", "/readyz", "/metrics"];

/** Which requests of the shared port belong to the data plane. */
export function isDataPlanePath(url: string): boolean {
  const path = url.split("?", 1)[0] ?? "";
  return OWN_PATHS.includes(path);
}

/** The data plane's HTTP surface: health, readiness that fails while draining, metrics. */
export function createServingApp(deps: Deps, options: ServingOptions): FastifyInstance {
  const app = Fastify({ logger: false, requestIdHeader: "x-request-id", genReqId: () => newId("req") });

  app.addHook("onResponse", async (request, reply) => {
    observeRequest({
      method: request.method,
      route: request.routeOptions.url ?? "unknown",
      status: reply.statusCode,
      ms: reply.elapsedTime,
    });
  });
  app.setErrorHandler((error, request, reply) => {
    const known = error instanceof AppError ? error : null;
    if (!known) deps.log.error({ err: error, request_id: request.id, path: request.url }, "request failed");
    const { status, body } = problemBody(known, {
      id: request.id,
      path: request.url.split("?", 1)[0] ?? "/",
    });
    return reply.code(status).type("application/problem+json").send(body);
  });
  app.setNotFoundHandler((request) => {
    throw new AppError("NOT_FOUND", `There is nothing at ${request.method} ${request.url.split("?", 1)[0]}.`);
  });

  app.get("/healthz", async () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const checks = {
      draining: options.draining(),
      postgres: await answers(deps.db.pool.query("SELECT 1")),
      redis: await answers(deps.redis.ping()),
    };
    const ready = !checks.draining && checks.postgres && checks.redis;
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "not_ready", checks });
  });
  app.get("/metrics", async (request, reply) => {
    const sent = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
    if (!options.metricsToken || !sameText(sent, options.metricsToken)) {
      throw new AppError("UNAUTHENTICATED", "Send GWANJE_METRICS_TOKEN as Authorization: Bearer.");
    }
    const registry = metricsRegistry();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
  return app;
}

async function answers(probe: Promise<unknown>): Promise<boolean> {
  return probe.then(
    () => true,
    () => false,
  );
}
