import * as z from "zod";
import { openSourceFile } from "@/lib/features";
import { type Call, operation } from "../protocol";
import { attachment, sendObject } from "./send";

const params = z.object({
  id: z.string().describe("The data source's name."),
  path: z.string().describe("The file's path below the data source's; slashes stay slashes."),
});
const download = {
  path: "/downloads/feature-sources/{id}/{+path}",
  scope: "features:read",
  params,
} as const;
const DOWNLOAD = "Download a file of a data source of features.";

async function sendFile({ ctx, plane, params, request, reply }: Call<typeof download>) {
  const { key, path } = await openSourceFile(ctx, { name: params.id, path: params.path });
  return sendObject(request, reply, {
    storage: ctx.storage,
    transfers: plane.transfers,
    key,
    name: { kind: "file of this data source", id: path },
    headers: { "content-disposition": attachment(path) },
  });
}

/** What features are made of, for people in the console and API tokens. */
export const featureFileOperations = [
  operation({ ...download, method: "GET", summary: DOWNLOAD, bytes: { reply: true } }, sendFile),
  operation({ ...download, method: "HEAD", summary: DOWNLOAD }, sendFile),
];
