import * as z from "zod";
import { openOwnArtifact, storeArtifact } from "@/lib/artifacts";
import { ArtifactView } from "@/lib/artifacts/schema";
import { type Call, operation } from "../protocol";
import { assertStillRunning, attemptOf } from "./attempt";
import { bodyOf, typeOf } from "./body";
import { checkArtifactPath } from "./keys";
import { sendObject } from "./send";

const Path = z.object({
  path: z.string().describe("The artifact's path below the attempt; slashes stay slashes."),
});
const common = { path: "/artifacts/{+path}", scope: "task-attempt", params: Path } as const;

async function send({ ctx, plane, params, request, reply }: Call<typeof common>) {
  const path = checkArtifactPath(params.path);
  const { key } = await openOwnArtifact(ctx, attemptOf(ctx).attemptId, path);
  const name = { kind: "artifact of this attempt", id: path };
  return sendObject(request, reply, { storage: ctx.storage, transfers: plane.transfers, key, name });
}

/** The artifacts of the attempt that calls; of no other. */
export const artifactOperations = [
  operation(
    {
      ...common,
      method: "PUT",
      summary: "Write an artifact of this attempt; it is shown on the run's page.",
      reply: ArtifactView,
      bytes: { body: true },
    },
    async ({ ctx, plane, params, request }) => {
      const attempt = attemptOf(ctx);
      const path = checkArtifactPath(params.path);
      const { stream, measured } = bodyOf(request.raw, {
        maxBytes: plane.maxUploadBytes,
        atEnd: () => assertStillRunning(ctx, attempt),
      });
      const end = plane.transfers.begin("in");
      try {
        return await storeArtifact(ctx, attempt, {
          path,
          contentType: typeOf(request),
          body: stream,
          measured,
        });
      } finally {
        end();
      }
    },
  ),
  operation(
    { ...common, method: "GET", summary: "Read an artifact of this attempt.", bytes: { reply: true } },
    send,
  ),
  operation({ ...common, method: "HEAD", summary: "Size and ETag of an artifact of this attempt." }, send),
];
