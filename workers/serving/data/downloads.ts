import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from "fastify";
import * as z from "zod";
import { openArtifact } from "@/lib/artifacts";
import { callerOf } from "./caller";
import type { DataPlane } from "./plane";
import { previewHeaders, refuseOutsideFrame } from "./preview";
import { resource } from "./resource";
import { sendObject } from "./send";

/** Any artifact by its id, for people in the console and API tokens with artifacts:read. */
export function downloadRoutes(app: FastifyInstance, plane: DataPlane): void {
  const { deps, transfers } = plane;
  const open = async (request: FastifyRequest) => {
    const { ctx } = await callerOf(deps, request, "artifacts:read");
    return openArtifact(ctx, { artifact_id: z.object({ id: z.string() }).parse(request.params).id });
  };
  type Artifact = Awaited<ReturnType<typeof open>>;
  const sendWith =
    (
      headersOf: (artifact: Artifact, request: FastifyRequest) => Record<string, string>,
    ): RouteHandlerMethod =>
    async (request, reply) => {
      const artifact = await open(request);
      return sendObject(request, reply, {
        storage: deps.storage,
        transfers,
        key: artifact.key,
        name: { kind: "artifact", id: artifact.id },
        headers: headersOf(artifact, request),
      });
    };
  const download = sendWith(({ path }) => ({ "content-disposition": attachment(path) }));
  const preview = sendWith((artifact, request) => {
    refuseOutsideFrame(artifact, request.headers["sec-fetch-dest"]);
    return previewHeaders(artifact);
  });
  resource(app, "/data/downloads/artifacts/:id", { get: download, head: download });
  resource(app, "/data/previews/artifacts/:id", { get: preview, head: preview });
}

/** RFC 6266: any name by UTF-8, and an ASCII one for what is older. */
function attachment(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
