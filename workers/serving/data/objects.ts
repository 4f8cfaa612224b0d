import * as z from "zod";
import type { Deps } from "@/lib/platform/context";
import { decodeCursor, encodeCursor } from "@/lib/platform/pagination";
import type { StoredObject } from "@/lib/platform/storage";
import { type Call, operation } from "../protocol";
import { assertStillRunning } from "./attempt";
import { bodyOf, typeOf } from "./body";
import { checkObjectKey, checkPrefix, isReserved } from "./keys";
import { sendObject } from "./send";

const ListQuery = z.object({
  prefix: z.string().default(""),
  cursor: z.string().max(3_000).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
});
const Listed = z.object({
  objects: z.array(
    z.object({
      key: z.string(),
      size_bytes: z.number(),
      last_modified: z.string(),
      etag: z.string().optional(),
    }),
  ),
  next_cursor: z.string().nullable(),
});
const Written = z.object({
  key: z.string(),
  size_bytes: z.number(),
  sha256: z.string(),
  etag: z.string().nullable(),
});
const Key = z.object({ key: z.string().describe("The object's key; slashes stay slashes.") });
const reading = { path: "/objects/{+key}", scope: "artifacts:read", orAttempt: true, params: Key } as const;
const writing = { ...reading, scope: "artifacts:write" } as const;

/** Behind every key that begins with what stands before it: no character sorts higher. */
const LAST = "\u{10FFFF}";

async function send({ ctx, plane, params, request, reply }: Call<typeof reading>) {
  const key = checkObjectKey(params.key);
  const name = { kind: "object", id: key };
  return sendObject(request, reply, { storage: ctx.storage, transfers: plane.transfers, key, name });
}

/** The bucket's objects, for tasks and for API tokens with artifacts:read and artifacts:write. */
export const objectOperations = [
  operation(
    {
      method: "GET",
      path: "/objects",
      scope: "artifacts:read",
      orAttempt: true,
      summary: "List objects by prefix.",
      query: ListQuery,
      reply: Listed,
    },
    async ({ ctx, query: { prefix, cursor, limit } }) => {
      const after = cursor ? String(decodeCursor(cursor)[0]) : undefined;
      return listPage(ctx, checkPrefix(prefix), after, limit);
    },
  ),
  operation(
    {
      ...reading,
      method: "GET",
      summary: "Read an object; ranges are honoured.",
      bytes: { reply: true },
    },
    send,
  ),
  operation({ ...reading, method: "HEAD", summary: "Size and ETag of an object." }, send),
  operation(
    {
      ...writing,
      method: "PUT",
      summary: "Write an object. The prefixes code/, logs/, artifacts/ and experiments/ are reserved.",
      reply: Written,
      bytes: { body: true },
    },
    async ({ ctx, plane, params, request, reply }) => {
      const key = checkObjectKey(params.key);
      const body = bodyOf(request.raw, {
        maxBytes: plane.maxUploadBytes,
        atEnd: () => assertStillRunning(ctx, ctx.actor.attempt),
      });
      const end = plane.transfers.begin("in");
      try {
        const { etag } = await ctx.storage.putStream(key, body.stream, typeOf(request));
        const { sizeBytes, sha256 } = body.measured();
        if (etag) reply.header("etag", etag);
        return { key, size_bytes: sizeBytes, sha256, etag: etag ?? null };
      } finally {
        end();
      }
    },
  ),
  operation({ ...writing, method: "DELETE", summary: "Delete an object." }, async ({ ctx, params }) => {
    await ctx.storage.remove(checkObjectKey(params.key));
  }),
];

/** One page in key order. Where a reserved prefix begins, the listing goes on behind it instead of reading through it. */
async function listPage(
  { storage }: Pick<Deps, "storage">,
  prefix: string,
  after: string | undefined,
  limit: number,
) {
  const objects: StoredObject[] = [];
  let startAfter = after;
  for (;;) {
    const page = await storage.list(prefix, {
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
