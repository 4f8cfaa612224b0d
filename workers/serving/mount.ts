import type { FastifyInstance, RouteHandlerMethod } from "fastify";
import { resource } from "../listener/resource";
import { countInFlight } from "./in-flight";
import { perform } from "./perform";
import type { Plane } from "./plane";
import type { Protocol, ServedOperation } from "./protocol";

/** Every operation of a protocol below each of its prefixes. */
export function mount(app: FastifyInstance, plane: Plane, protocol: Protocol): void {
  const inFlight = countInFlight(protocol.name, protocol.limits.inFlight, plane.draining);
  const serving = { plane, protocol, inFlight };
  const { onAnswered } = protocol;
  if (onAnswered)
    app.addHook("onResponse", (request, reply, done) => {
      onAnswered(plane, request, reply);
      done();
    });
  const paths = new Map<string, ServedOperation[]>();
  for (const one of protocol.operations) {
    const path = routerPath(one.declaration.path);
    paths.set(path, [...(paths.get(path) ?? []), one]);
  }
  for (const prefix of protocol.prefixes) {
    const base = typeof prefix === "string" ? prefix : "";
    for (const [path, operations] of paths) {
      const handlers = operations.map((one): [string, RouteHandlerMethod] => [
        one.declaration.method.toLowerCase(),
        (request, reply) => perform(serving, one, request, reply),
      ]);
      for (const address of addressesOf(base, path)) resource(app, address, Object.fromEntries(handlers));
    }
  }
}

/** What is at the prefix itself is there with and without a slash. */
export function addressesOf(base: string, path: string): string[] {
  return path === "/" && base !== "" ? [base, `${base}/`] : [base + path];
}

/** `/objects/{+key}` -> `/objects/*`, `/artifacts/{id}` -> `/artifacts/:id`. */
function routerPath(path: string): string {
  return path.replace(/\{\+\w+\}$/, "*").replaceAll(/\{(\w+)\}/g, ":$1");
}
