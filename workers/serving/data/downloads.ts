import * as z from "zod";
import { openArtifact } from "@/lib/artifacts";
import { type Call, operation } from "../protocol";
import { previewHeaders, refuseOutsideFrame } from "./preview";
import { attachment, sendObject } from "./send";

const params = z.object({ id: z.string() });
const download = { path: "/downloads/artifacts/{id}", scope: "artifacts:read", params } as const;
const preview = { path: "/previews/artifacts/{id}", scope: "artifacts:read", params } as const;

type Asked = Call<typeof download>;
type Artifact = Awaited<ReturnType<typeof openArtifact>>;

/** `headersOf` also refuses what is not shown. */
const sendWith =
  (headersOf: (artifact: Artifact, call: Asked) => Record<string, string>) => async (call: Asked) => {
    const { ctx, plane, request, reply } = call;
    const artifact = await openArtifact(ctx, { artifact_id: call.params.id });
    return sendObject(request, reply, {
      storage: ctx.storage,
      transfers: plane.transfers,
      key: artifact.key,
      name: { kind: "artifact", id: artifact.id },
      headers: headersOf(artifact, call),
    });
  };
const sendDownload = sendWith(({ path }) => ({ "content-disposition": attachment(path) }));
const sendPreview = sendWith((artifact, { request }) => {
  refuseOutsideFrame(artifact, request.headers["sec-fetch-dest"]);
  return previewHeaders(artifact);
});
const DOWNLOAD = "Download an artifact by its id.";
const PREVIEW = "An artifact as the console shows it, in a sandbox.";

/** Any artifact by its id, for people in the console and API tokens with artifacts:read. */
export const downloadOperations = [
  operation({ ...download, method: "GET", summary: DOWNLOAD, bytes: { reply: true } }, sendDownload),
  operation({ ...download, method: "HEAD", summary: DOWNLOAD }, sendDownload),
  operation({ ...preview, method: "GET", summary: PREVIEW, bytes: { reply: true } }, sendPreview),
  operation({ ...preview, method: "HEAD", summary: PREVIEW }, sendPreview),
];
