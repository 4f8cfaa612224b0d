import type { FastifyInstance } from "fastify";
import { artifactRoutes } from "./artifacts";
import { downloadRoutes } from "./downloads";
import { objectRoutes } from "./objects";
import type { DataPlane } from "./plane";

/** Objects and artifacts under /data: bodies are streams here, never parsed and never held. */
export function dataRoutes(app: FastifyInstance, plane: DataPlane): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    objectRoutes(scope, plane);
    artifactRoutes(scope, plane);
    downloadRoutes(scope, plane);
  });
}
