import * as z from "zod";
import { operation } from "../protocol";
import { message } from "./message";

/** The newest release whose clients are tested against this server; they ask it what they may send. */
const SPOKEN_VERSION = "3.17.2";

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
    async () => ({
      store_type: "SqlStore",
      workspaces_enabled: false,
      trace_archival_enabled: false,
      multipart_uploads_enabled: false,
      multipart_downloads_enabled: false,
      presigned_upload_supported: false,
      features_enabled: {},
    }),
  ),
];
