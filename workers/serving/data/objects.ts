import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from "fastify";
import * as z from "zod";
import { decodeCursor, encodeCursor } from "@/lib/platform/pagination";
import type { StoredObject } from "@/lib/platform/storage";
import { parseInput } from "@/lib/verbs";
import { bodyOf } from "./body";
import { assertStillRunning, callerOf } from "./caller";
import { checkObjectKey, checkPrefix, isReserved } from "./keys";
import type { DataPlane } from "./plane";
import { resource } from "./resource";
import { sendObject } from "./send";

const ListQuery = z.object({
  prefix: z.string().default(""),
  cursor: z.string().max(3_000).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
});
/** Behind every key that begins with what stands before it: no character sorts higher. */
const LAST = "\u{10FFFF}";

/** The bucket's objects, for tasks and for API tokens with artifacts:read and artifacts:write. */
export function objectRoutes(app: FastifyInstance, plane: DataPlane): void {
  const { deps, transfers } = plane;
  const send: RouteHandlerMethod = async (request, reply) => {
    await callerOf(deps, request, "artifacts:read");
    const key = checkObjectKey(wildcardOf(request));
    const name = { kind: "object", id: key };
    return sendObject(request, reply, { storage: deps.storage, transfers, key, name });
  };
  resource(app, "/data/objects/*", {
    get: send,
    head: send,
    put: async (request, reply) => {
      const { attempt } = await callerOf(deps, request, "artifacts:write");
      const key = checkObjectKey(wildcardOf(request));
      const body = bodyOf(request.raw, {
        maxBytes: plane.maxUploadBytes,
        atEnd: () => assertStillRunning(deps, attempt),
      });
      const end = transfers.begin("in");
      try {
        const { etag } = await deps.storage.putStream(key, body.stream, typeOf(request));
        const { sizeBytes, sha256 } = body.measured();
        if (etag) reply.header("etag", etag);
        return { key, size_bytes: sizeBytes, sha256, etag: etag ?? null };
      } finally {
        end();
      }
    },
    delete: async (request, reply) => {
      await callerOf(deps, request, "artifacts:write");
      await deps.storage.remove(checkObjectKey(wildcardOf(request)));
      return reply.code(204).send();
    },
  });
  resource(app, "/data/objects", {
    get: async (request) => {
      await callerOf(deps, request, "artifacts:read");
      const { prefix, cursor, limit } = parseInput(ListQuery, request.query);
      return listPage(
        plane,
        checkPrefix(prefix),
        cursor ? String(decodeCursor(cursor)[0]) : undefined,
        limit,
      );
    },
  });
}

/** One page in key order. Where a reserved prefix begins, the listing goes on behind it instead of reading through it. */
async function listPage(plane: DataPlane, prefix: string, after: string | undefined, limit: number) {
  const objects: StoredObject[] = [];
  let startAfter = after;
  for (;;) {
    const page = await plane.deps.storage.list(prefix, {
      limit: limit - objects.length,
      ...(startAfter !== undefined && { startAfter }),
    });
    const hidden = page.objects.findIndex(({ key }) => isReserved(key));
    objects.push(...(hidden < 0 ? page.objects : page.objects.slice(0, hidden)));
    const last = page.objects.at(-1)?.key;
    const more = hidden >= 0 || page.nextCursor !== null;
    if (!more || last === undefined) return shape(objects, null);
    startAfter = hidden < 0 ? last : `${page.objects[hidden]?.key.split("/", 1)[0]}/${LAST}`;
    if (objects.length >= limit) return shape(objects, startAfter);
  }
}

function shape(objects: readonly StoredObject[], next: string | null) {
  return {
    objects: objects.map((object) => ({
      key: object.key,
      size_bytes: object.sizeBytes,
      last_modified: object.lastModified.toISOString(),
      etag: object.etag,
    })),
    next_cursor: next === null ? null : encodeCursor([next]),
  };
}

/** What stands for * in the address, decoded once by the router. */
export function wildcardOf(request: FastifyRequest): string {
  return z.object({ "*": z.string() }).parse(request.params)["*"];
}

export function typeOf(request: FastifyRequest): string {
  return request.headers["content-type"]?.slice(0, 200) || "application/octet-stream";
}
