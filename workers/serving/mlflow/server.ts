import * as z from "zod";
import { operation } from "../protocol";
import { message } from "./message";

/** The newest release whose clients are tested against this server; they ask it what they may send. */
export const SPOKEN_VERSION = "3.17.2";

const plain = { method: "GET", scope: "public", streams: ["text/plain"] } as const;

export const serverMessages = [
  operation({ ...plain, path: "/health", summary: "OK, for MLflow's clients." }, async ({ reply }) =>
    reply.type("text/plain").send("OK"),
  ),
  operation(
    { ...plain, path: "/version", summary: "The version of MLflow's protocol that is spoken here." },
    async ({ reply }) => reply.type("text/plain").send(SPOKEN_VERSION),
  ),
  message(
    {
      method: "GET",
      scope: "experiments:read",
      path: "/mlflow/server-info",
      summary: "What this server can do.",
      input: z.object({}),
    },
    async ({ storage, actor }) => ({
      store_type: "SqlStore",
      workspaces_enabled: false,
      trace_archival_enabled: false,
      multipart_uploads_enabled: true,
      // Through this server several ranges at once are no faster than one answer.
      multipart_downloads_enabled: storage.signedUrls !== null && !actor.attempt,
      presigned_upload_run_id_supported: true,
      presigned_upload_model_id_supported: true,
      features_enabled: {},
    }),
  ),
];
