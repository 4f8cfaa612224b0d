import type { FastifyInstance } from "fastify";
import { metricsRegistry } from "@/lib/metrics";
import type { Deps } from "@/lib/platform/context";
import { sameText } from "@/lib/platform/crypto";
import { AppError } from "@/lib/platform/errors";
import { resource } from "../listener/resource";

export type ProbeOptions = {
  draining: () => boolean;
  metricsToken: string | undefined;
  /** Further checks of this process for /readyz. */
  working?: () => boolean;
};

export const PROBE_PATHS: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

/** Health, readiness (which fails while draining), and metrics for callers with their token. */
export function probes(app: FastifyInstance, deps: Deps, options: ProbeOptions): void {
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
}

async function answers(probe: Promise<unknown>): Promise<boolean> {
  return probe.then(
    () => true,
    () => false,
  );
}
