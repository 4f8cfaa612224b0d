import type { FastifyInstance } from "fastify";
import type { Deps } from "@/lib/platform/context";
import { createListener } from "../listener/create-listener";
import { problemShape } from "../listener/error-shape";
import { type ProbeOptions, probes } from "./probes";

/** The admin port of a process, for its supervisor and Prometheus only. */
export function createAdminApp(deps: Deps, options: ProbeOptions): FastifyInstance {
  const app = createListener(deps, () => problemShape);
  probes(app, deps, options);
  return app;
}
