import type { FastifyInstance, RouteHandlerMethod } from "fastify";
import { AppError } from "@/lib/platform/errors";

declare module "fastify" {
  interface FastifyContextConfig {
    /** A route that says which methods there are instead of its own. */
    refuses?: true;
  }
}

const METHODS = ["get", "head", "put", "post", "patch", "delete", "options"] as const;
type Method = (typeof METHODS)[number];

/** One address with everything that may be done there; any other method is 405 and says which there are. */
export function resource(
  app: FastifyInstance,
  url: string,
  handlers: { readonly [M in Method]?: RouteHandlerMethod },
): void {
  const others = METHODS.filter((method) => !handlers[method]);
  for (const method of METHODS) {
    const handler = handlers[method];
    if (handler) app.route({ method: method.toUpperCase(), url, handler, exposeHeadRoute: false });
  }
  const allow = METHODS.filter((method) => handlers[method])
    .map((method) => method.toUpperCase())
    .join(", ");
  app.route({
    config: { refuses: true },
    method: others.map((method) => method.toUpperCase()),
    url,
    handler: (request, reply) => {
      reply.header("allow", allow);
      throw new AppError("METHOD_NOT_ALLOWED", `${request.method} is not possible here; ${allow} is.`);
    },
  });
}
