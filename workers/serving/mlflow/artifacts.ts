import * as z from "zod";
import {
  type ArtifactEntry,
  deleteArtifacts,
  listArtifacts,
  listRunArtifacts,
  openArtifact,
  placeArtifact,
} from "@/lib/experiments";
import { assertStillRunning } from "../data/attempt";
import { bodyOf, typeOf } from "../data/body";
import { attachment, sendObject } from "../data/send";
import { type AdmittedCall, operation } from "../protocol";
import { assertBase, BASE, Base, message } from "./message";
import { RunId, runIdOf } from "./wire";

/** `<experiment>/<run>/artifacts/<path>`; its bytes are streams, never held. */
const one = {
  path: `${BASE}/mlflow-artifacts/artifacts/{+path}`,
  params: Base.extend({ path: z.string().describe("<experiment>/<run>/artifacts/<path>") }),
} as const;

export const fileOf = ({ path, isFolder, sizeBytes }: ArtifactEntry) => ({
  path,
  is_dir: isFolder,
  ...(!isFolder && sizeBytes > 0 && { file_size: sizeBytes }),
});
const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);

/** The body of a request as an object. One that breaks off, is too large or outlives its attempt is not stored. */
export async function storeBody(
  { ctx, plane, request }: Pick<AdmittedCall, "ctx" | "plane" | "request">,
  key: string,
  maxBytes: number,
): Promise<void> {
  const atEnd = () => assertStillRunning(ctx, ctx.actor.attempt);
  const body = bodyOf(request.raw, { maxBytes, atEnd });
  const end = plane.transfers.begin("in");
  try {
    await ctx.storage.putStream(key, body.stream, typeOf(request));
  } finally {
    end();
  }
}

/** Always a download: nothing that a run stored is ever a page of ours. */
export function sendArtifact(
  { ctx, plane, request, reply }: Pick<AdmittedCall, "ctx" | "plane" | "request" | "reply">,
  { key, path }: { key: string; path: string },
) {
  return sendObject(request, reply, {
    storage: ctx.storage,
    transfers: plane.transfers,
    key,
    name: { kind: "artifact", id: path },
    headers: { "content-disposition": attachment(path) },
  });
}

export const artifactMessages = [
  operation(
    {
      ...one,
      method: "PUT",
      scope: "experiments:write",
      orAttempt: true,
      summary: "Store an artifact of a run.",
      reply: z.looseObject({}),
      bytes: { body: true },
    },
    async ({ ctx, plane, params, request }) => {
      assertBase(params);
      const { key } = await placeArtifact(ctx, params);
      await storeBody({ ctx, plane, request }, key, plane.maxUploadBytes);
      return {};
    },
  ),
  operation(
    {
      ...one,
      method: "GET",
      scope: "experiments:read",
      orAttempt: true,
      summary: "Read an artifact of a run; ranges are honoured.",
      bytes: { reply: true },
    },
    async ({ ctx, plane, params, request, reply }) => {
      assertBase(params);
      return sendArtifact({ ctx, plane, request, reply }, await openArtifact(ctx, params));
    },
  ),
  operation(
    {
      ...one,
      method: "DELETE",
      scope: "experiments:write",
      summary: "Remove an artifact, or a folder with all that it holds.",
      reply: z.looseObject({}),
    },
    async ({ ctx, params }) => {
      assertBase(params);
      await deleteArtifacts(ctx, params);
      return {};
    },
  ),
  message(
    {
      method: "GET",
      scope: "experiments:read",
      path: "/mlflow-artifacts/artifacts",
      summary: "List one folder of a run's artifacts, by names.",
      input: z.object({ path: z.string() }),
    },
    async (ctx, input) => {
      const entries = await listArtifacts(ctx, { path: input.path.replace(/\/$/, "") });
      return entries.length === 0
        ? {}
        : { files: entries.map((entry) => ({ ...fileOf(entry), path: nameOf(entry.path) })) };
    },
  ),
  message(
    {
      method: "GET",
      scope: "experiments:read",
      path: "/mlflow/artifacts/list",
      summary: "List one folder of a run's artifacts, by paths.",
      input: z.object({ ...RunId, path: z.string().default("") }),
    },
    async (ctx, input) => {
      const { run_id } = runIdOf(input);
      const { experimentId, entries } = await listRunArtifacts(ctx, {
        run_id,
        path: input.path.replace(/\/$/, ""),
      });
      const root_uri = `mlflow-artifacts:/${experimentId}/${run_id}/artifacts`;
      return { root_uri, ...(entries.length > 0 && { files: entries.map(fileOf) }) };
    },
  ),
];
