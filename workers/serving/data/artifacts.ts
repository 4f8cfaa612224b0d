import type { FastifyInstance, RouteHandlerMethod } from "fastify";
import { openOwnArtifact, storeArtifact } from "@/lib/artifacts";
import { bodyOf } from "./body";
import { assertStillRunning, attemptCallerOf } from "./caller";
import { checkArtifactPath } from "./keys";
import { typeOf, wildcardOf } from "./objects";
import type { DataPlane } from "./plane";
import { resource } from "./resource";
import { sendObject } from "./send";

/** The artifacts of the attempt that calls; of no other. */
export function artifactRoutes(app: FastifyInstance, plane: DataPlane): void {
  const { deps, transfers } = plane;
  const send: RouteHandlerMethod = async (request, reply) => {
    const { attemptId } = await attemptCallerOf(deps, request);
    const path = checkArtifactPath(wildcardOf(request));
    const { key } = await openOwnArtifact(deps, attemptId, path);
    const name = { kind: "artifact of this attempt", id: path };
    return sendObject(request, reply, { storage: deps.storage, transfers, key, name });
  };
  resource(app, "/data/artifacts/*", {
    get: send,
    head: send,
    put: async (request) => {
      const attempt = await attemptCallerOf(deps, request);
      const path = checkArtifactPath(wildcardOf(request));
      const { stream, measured } = bodyOf(request.raw, {
        maxBytes: plane.maxUploadBytes,
        atEnd: () => assertStillRunning(deps, attempt),
      });
      const end = transfers.begin("in");
      try {
        return await storeArtifact(deps, attempt, {
          path,
          contentType: typeOf(request),
          body: stream,
          measured,
        });
      } finally {
        end();
      }
    },
  });
}
