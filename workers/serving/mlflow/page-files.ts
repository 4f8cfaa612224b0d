import * as z from "zod";
import { openArtifact, openOwnArtifact, placeRunArtifact } from "@/lib/experiments";
import { getVersion } from "@/lib/models";
import { operation } from "../protocol";
import { sendArtifact, storeBody } from "./artifacts";
import { assertBase, BASE, Base } from "./message";
import { RunId, runIdOf } from "./wire";

/** MLflow's own pages send no more than this at once. */
const MAX_PAGE_UPLOAD_BYTES = 10 * 1024 * 1024;

const reading = { method: "GET", scope: "experiments:read", bytes: { reply: true } } as const;

/** Files by the addresses that MLflow's pages ask, and scripts that were written beside them. */
export const pageFileMessages = [
  operation(
    {
      ...reading,
      path: "/get-artifact",
      orAttempt: true,
      summary: "Read an artifact of a run by its id and path.",
      query: z.object({ ...RunId, path: z.string() }),
    },
    async (call) => {
      const { ctx, query } = call;
      return sendArtifact(call, await openOwnArtifact(ctx, { owner: runIdOf(query), path: query.path }));
    },
  ),
  operation(
    {
      ...reading,
      path: "/model-versions/get-artifact",
      summary: "Read a file of a version of a registered model; it also takes models:read.",
      query: z.object({ name: z.string(), version: z.string(), path: z.string() }),
    },
    async (call) => {
      const { ctx, query } = call;
      const { storageLocation } = await getVersion(ctx, query);
      const root = storageLocation.replace(/^mlflow-artifacts:\//, "");
      return sendArtifact(call, await openArtifact(ctx, { path: `${root}/${query.path}` }));
    },
  ),
  operation(
    {
      ...reading,
      path: `${BASE}/mlflow/logged-models/{model_id}/artifacts/files`,
      orAttempt: true,
      summary: "Read a file of a logged model.",
      params: Base.extend({ model_id: z.string() }),
      query: z.object({ artifact_file_path: z.string() }),
    },
    async (call) => {
      const { ctx, params, query } = call;
      assertBase(params);
      const { model_id } = params;
      return sendArtifact(
        call,
        await openOwnArtifact(ctx, { owner: { model_id }, path: query.artifact_file_path }),
      );
    },
  ),
  operation(
    {
      method: "POST",
      path: `${BASE}/mlflow/upload-artifact`,
      scope: "experiments:write",
      orAttempt: true,
      summary: "Store an artifact of at most 10 MiB of a run.",
      params: Base,
      query: z.object({ ...RunId, path: z.string() }),
      reply: z.looseObject({}),
      bytes: { body: true },
    },
    async (call) => {
      const { ctx, params, query } = call;
      assertBase(params);
      const { key } = await placeRunArtifact(ctx, { ...runIdOf(query), path: query.path });
      await storeBody(call, key, MAX_PAGE_UPLOAD_BYTES);
      return {};
    },
  ),
];
