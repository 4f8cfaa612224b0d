import * as z from "zod";
import { openOwnArtifact } from "@/lib/experiments";
import { type Call, operation } from "../protocol";
import { previewHeaders, refuseOutsideFrame } from "./preview";
import { attachment, sendObject } from "./send";

const params = z.object({
  id: z.string(),
  path: z.string().describe("The file's path below its root; slashes stay slashes."),
});
const declared = (path: `/${string}`) => ({ path, scope: "experiments:read", params }) as const;
type Asked = Call<ReturnType<typeof declared>>;
type Owner = Parameters<typeof openOwnArtifact>[1]["owner"];
type File = Awaited<ReturnType<typeof openOwnArtifact>>;

/** Files of runs of experiments and of logged models, for people in the console and API tokens. */
const OWNERS = [
  { segment: "experiment-runs", of: "a run", ownerOf: (id: string): Owner => ({ run_id: id }) },
  { segment: "logged-models", of: "a logged model", ownerOf: (id: string): Owner => ({ model_id: id }) },
] as const;

export const runFileOperations = OWNERS.flatMap(({ segment, of, ownerOf }) => {
  const download = declared(`/downloads/${segment}/{id}/{+path}`);
  const preview = declared(`/previews/${segment}/{id}/{+path}`);
  const sendDownload = sendWith(ownerOf, ({ path }) => ({ "content-disposition": attachment(path) }));
  const sendPreview = sendWith(ownerOf, (file, { request }) => {
    refuseOutsideFrame(file, request.headers["sec-fetch-dest"]);
    return previewHeaders(file);
  });
  const DOWNLOAD = `Download a file of ${of}.`;
  const PREVIEW = `A file of ${of} as the console shows it, in a sandbox.`;
  return [
    operation({ ...download, method: "GET", summary: DOWNLOAD, bytes: { reply: true } }, sendDownload),
    operation({ ...download, method: "HEAD", summary: DOWNLOAD }, sendDownload),
    operation({ ...preview, method: "GET", summary: PREVIEW, bytes: { reply: true } }, sendPreview),
    operation({ ...preview, method: "HEAD", summary: PREVIEW }, sendPreview),
  ];
});

/** `headersOf` also refuses what is not shown. */
function sendWith(
  ownerOf: (id: string) => Owner,
  headersOf: (file: File, call: Asked) => Record<string, string>,
) {
  return async (call: Asked) => {
    const { ctx, plane, params, request, reply } = call;
    const file = await openOwnArtifact(ctx, { owner: ownerOf(params.id), path: params.path });
    return sendObject(request, reply, {
      storage: ctx.storage,
      transfers: plane.transfers,
      key: file.key,
      name: { kind: "artifact", id: file.path },
      headers: headersOf(file, call),
    });
  };
}
