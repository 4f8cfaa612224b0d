import type { FastifyInstance } from "fastify";
import { type ProbeOptions, probes } from "../admin/probes";
import { createListener } from "../listener/create-listener";
import { mount } from "./mount";
import type { Plane } from "./plane";
import type { Protocol } from "./protocol";
import { PROTOCOLS, shapeFinder } from "./protocols";

export type ServingOptions = Omit<ProbeOptions, "draining">;

/** The data plane's HTTP surface: its protocols, and what every process says of itself. */
export function createServingApp(
  plane: Plane,
  options: ServingOptions,
  protocols: readonly Protocol[] = PROTOCOLS,
): FastifyInstance {
  const app = createListener(plane.deps, shapeFinder(protocols));
  probes(app, plane.deps, { ...options, draining: plane.draining });
  for (const protocol of protocols) app.register(async (scope) => mount(scope, plane, protocol));
  return app;
}
