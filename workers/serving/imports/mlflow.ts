import * as z from "zod";
import {
  beginImport,
  endImport,
  findMissingFiles,
  finishRuns,
  importExperiments,
  importLoggedModels,
  importPoints,
  importRuns,
  placeImportedFile,
  Refusal,
} from "@/lib/experiments";
import { importRegistry } from "@/lib/models";
import type { Ctx } from "@/lib/platform/context";
import { bodyOf, typeOf } from "../data/body";
import { operation } from "../protocol";

const RUN = "0191f4aa7c8d7b6e8a1d2c3b4a5f6e7d";
const SOURCE = "http://mlflow.example:5000";
const items = z.array(z.unknown()).default([]);
const refused = z.array(Refusal);
const Nothing = z.object({});

/** One message: its fields here, their form by the verb that takes them. */
function bulk<B extends z.ZodType, R extends z.ZodType>(
  said: { path: `/mlflow/${string}`; summary: string; body: B; reply: R; example: z.input<B> },
  work: (ctx: Ctx, body: z.output<B>) => Promise<z.input<R> | undefined>,
) {
  return operation(
    { ...said, method: "POST", scope: "imports:write" },
    // The guarantee: the declaration's body is this message's own.
    async ({ ctx, body }) => (await work(ctx, body as z.output<B>)) ?? {},
  );
}

/** Everything may be sent again: what is there already is found by its id and stays. */
export const importOperations = [
  bulk(
    {
      path: "/mlflow/begin",
      summary: "Say that an import begins.",
      body: z.object({ source: z.string(), from: z.string().default("") }),
      reply: Nothing,
      example: { source: SOURCE, from: SOURCE },
    },
    beginImport,
  ),
  bulk(
    {
      path: "/mlflow/experiments",
      summary: "Bring experiments of an MLflow server, and learn where their runs go.",
      body: z.object({ source: z.string(), experiments: items }),
      reply: z.object({
        experiments: z.array(
          z.object({
            source_id: z.string(),
            experiment_id: z.string(),
            how: z.enum(["kept", "renumbered", "same_name", "known"]),
          }),
        ),
        refused,
      }),
      example: {
        source: SOURCE,
        experiments: [{ experiment_id: "1", name: "churn", creation_time: 1767610800000 }],
      },
    },
    importExperiments,
  ),
  bulk(
    {
      path: "/mlflow/runs",
      summary: "Bring runs with their ids, parameters, tags, datasets and models.",
      body: z.object({ experiment_id: z.string(), runs: items }),
      reply: z.object({
        runs: z.array(z.object({ run_id: z.string(), is_new: z.boolean(), is_done: z.boolean() })),
        refused,
      }),
      example: {
        experiment_id: "0",
        runs: [{ info: { run_id: RUN, status: "FINISHED", start_time: 1767610800000 } }],
      },
    },
    importRuns,
  ),
  bulk(
    {
      path: "/mlflow/points",
      summary: "Bring points of a run's metrics.",
      body: z.object({ run_id: z.string(), metrics: items }),
      reply: z.object({ refused }),
      example: { run_id: RUN, metrics: [{ key: "loss", value: 0.5, timestamp: 1767610800000, step: 1 }] },
    },
    importPoints,
  ),
  bulk(
    {
      path: "/mlflow/runs/finish",
      summary: "Say that runs have come whole.",
      body: z.object({ runs: z.array(z.object({ run_id: z.string(), fingerprint: z.string() })) }),
      reply: Nothing,
      example: { runs: [{ run_id: RUN, fingerprint: "3f0a" }] },
    },
    finishRuns,
  ),
  bulk(
    {
      path: "/mlflow/logged-models",
      summary: "Bring models that runs logged.",
      body: z.object({ experiment_id: z.string(), models: items }),
      reply: z.object({ refused }),
      example: {
        experiment_id: "0",
        models: [
          {
            info: {
              model_id: `m-${RUN}`,
              name: "model",
              status: "LOGGED_MODEL_READY",
              creation_timestamp_ms: 1767610800000,
              last_updated_timestamp_ms: 1767610800000,
            },
          },
        ],
      },
    },
    importLoggedModels,
  ),
  bulk(
    {
      path: "/mlflow/registry",
      summary: "Bring a registered model, some of its versions, and its aliases.",
      body: z.object({
        model: z.object({
          name: z.string(),
          description: z.string().optional(),
          creation_timestamp: z.union([z.number(), z.string()]),
          last_updated_timestamp: z.union([z.number(), z.string()]),
          tags: items,
        }),
        versions: items,
        aliases: items,
      }),
      reply: z.object({ is_new: z.boolean(), versions: z.array(z.number()), refused }),
      example: {
        model: { name: "churn", creation_timestamp: 1767610800000, last_updated_timestamp: 1767610800000 },
        aliases: [{ alias: "champion", version: "3" }],
      },
    },
    importRegistry,
  ),
  bulk(
    {
      path: "/mlflow/files/missing",
      summary: "Ask which files of a run or model are not here yet.",
      body: z.object({
        root: z.string(),
        files: z.array(z.object({ path: z.string(), size: z.number() })),
      }),
      reply: z.object({ missing: z.array(z.string()), refused }),
      example: { root: `0/${RUN}/artifacts`, files: [{ path: "model/MLmodel", size: 1024 }] },
    },
    findMissingFiles,
  ),
  operation(
    {
      method: "PUT",
      path: "/mlflow/files/{+path}",
      scope: "imports:write",
      summary: "Bring a file of a run or model.",
      params: z.object({ path: z.string().describe("<experiment>/<run>/artifacts/<path>") }),
      reply: Nothing,
      bytes: { body: true },
    },
    async ({ ctx, plane, params, request }) => {
      const { key } = await placeImportedFile(ctx, params);
      const body = bodyOf(request.raw, { maxBytes: plane.maxUploadBytes, atEnd: async () => {} });
      const end = plane.transfers.begin("in");
      try {
        await ctx.storage.putStream(key, body.stream, typeOf(request));
        return {};
      } finally {
        end();
      }
    },
  ),
  bulk(
    {
      path: "/mlflow/end",
      summary: "Say that an import has ended, and what came.",
      body: z.object({ source: z.string(), counts: z.record(z.string(), z.number()).default({}) }),
      reply: Nothing,
      example: { source: SOURCE, counts: { runs: 120, points: 48000 } },
    },
    endImport,
  ),
];
