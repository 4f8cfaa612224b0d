import * as z from "zod";
import { openArtifact, openPart, placeArtifact } from "@/lib/experiments";
import type { Ctx } from "@/lib/platform/context";
import { AppError } from "@/lib/platform/errors";
import { bodyOf } from "../data/body";
import { operation } from "../protocol";
import { sendArtifact, storeBody } from "./artifacts";
import { assertBase, BASE, Base } from "./message";
import { type Grant, grantOf } from "./signed-url";

const one = {
  path: `${BASE}/mlflow-artifacts/signed/{+path}`,
  scope: "public",
  params: Base.extend({ path: z.string().describe("<experiment>/<run>/artifacts/<path>") }),
  query: z.object({
    expires: z.string().default(""),
    max_bytes: z.string().default(""),
    upload_id: z.string().default(""),
    part_number: z.string().default(""),
    signature: z.string().default(""),
  }),
} as const;

/** What the address allows is all that its bearer may. */
function asGranted(ctx: Ctx, { method }: Grant): Ctx {
  const permission = method === "GET" ? "experiments:read" : "experiments:write";
  return { ...ctx, actor: { ...ctx.actor, permissions: new Set([permission]) } };
}

/** Addresses that multipart.ts hands out; the signature stands for the token that was asked for one. */
export const signedArtifactMessages = [
  operation(
    { ...one, method: "GET", summary: "Read an artifact by a signed address.", bytes: { reply: true } },
    async ({ ctx, plane, params, query, request, reply }) => {
      assertBase(params);
      const grant = grantOf(ctx.secret, { method: "GET", path: params.path }, query, ctx.clock.now());
      const found = await openArtifact(asGranted(ctx, grant), { path: grant.path });
      return sendArtifact({ ctx, plane, request, reply }, found);
    },
  ),
  operation(
    {
      ...one,
      method: "PUT",
      summary: "Store an artifact, or one part of it, by a signed address.",
      reply: z.looseObject({}),
      bytes: { body: true },
    },
    async ({ ctx, plane, params, query, request, reply }) => {
      assertBase(params);
      const grant = grantOf(ctx.secret, { method: "PUT", path: params.path }, query, ctx.clock.now());
      const allowed = asGranted(ctx, grant);
      const { path, part, maxBytes } = grant;
      if (!part) {
        const { key } = await placeArtifact(allowed, { path });
        await storeBody({ ctx, plane, request }, key, maxBytes);
        return {};
      }
      const { uploadId: upload_id, number } = part;
      const upload = await openPart(allowed, { path, upload_id, number });
      const sizeBytes = sizeOf(request.headers["content-length"]);
      const { stream } = bodyOf(request.raw, { maxBytes, atEnd: async () => {} });
      const end = plane.transfers.begin("in");
      try {
        reply.header("etag", await ctx.storage.uploads.putPart(upload, number, stream, sizeBytes));
        return {};
      } finally {
        end();
      }
    },
  ),
];

/** A part goes on to the object store as it comes, which asks for its size first. */
function sizeOf(contentLength: string | undefined): number {
  if (contentLength !== undefined) return Number(contentLength);
  throw new AppError("BAD_REQUEST", "Send a part with its Content-Length.");
}
