import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from "fastify";
import * as z from "zod";
import { openArtifact } from "@/lib/artifacts";
import { callerOf } from "./caller";
import type { DataPlane } from "./plane";
import { resource } from "./resource";
import { sendObject } from "./send";

/** Any artifact by its id, for people in the console and API tokens with artifacts:read. */
export function downloadRoutes(app: FastifyInstance, plane: DataPlane): void {
  const { deps, transfers } = plane;
  const open = async (request: FastifyRequest) => {
    const { ctx } = await callerOf(deps, request, "artifacts:read");
    return openArtifact(ctx, { artifact_id: z.object({ id: z.string() }).parse(request.params).id });
  };
  const download: RouteHandlerMethod = async (request, reply) => {
    const { id, key, path } = await open(request);
    return sendObject(request, reply, {
      storage: deps.storage,
      transfers,
      key,
      name: { kind: "artifact", id },
      headers: { "content-disposition": attachment(path) },
    });
  };
  resource(app, "/data/downloads/artifacts/:id", { get: download, head: download });
}

/** RFC 6266: any name by UTF-8, and an ASCII one for what is older. */
export function attachment(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
