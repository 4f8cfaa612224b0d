import * as z from "zod";
import { getBatchPrediction, startBatch } from "@/lib/batch-predictions";
import { BatchInput, BatchView } from "@/lib/batch-predictions/schema";
import { ensureEndpoint } from "@/lib/endpoints";
import { EndpointInput, EndpointView } from "@/lib/endpoints/schema";
import { makeTrainingSet, materializeView } from "@/lib/features";
import { MaterializationInput, TrainingSetInput } from "@/lib/features/schema";
import { getLongJob } from "@/lib/long-jobs";
import { LongJobStarted, LongJobView } from "@/lib/long-jobs/schema";
import type { Ctx } from "@/lib/platform/context";
import { problemShape } from "../../listener/error-shape";
import { operation, type Protocol } from "../protocol";

const MIB = 1024 * 1024;
const byTask = { orAttempt: true } as const;

/**
 * What a running task may ask of the control plane, whose own address it does not reach: the same paths as below /api, with the
 * attempt's token. Whoever writes pipelines may do all of it with a token of their own.
 */
export const taskProtocol: Protocol = {
  name: "tasks",
  prefixes: ["/task"],
  authenticate: ["attempt"],
  errorShape: problemShape,
  limits: { bodyBytes: MIB, decompressedBytes: MIB, inFlight: 256, timeoutMs: 30_000 },
  operations: [
    operation(
      {
        ...byTask,
        method: "POST",
        path: "/v1/features/views/{view_name}/materializations",
        scope: "features:write",
        summary: "Write the latest row of each entity of a view to the online store, as a task.",
        params: z.object({ view_name: z.string() }),
        body: MaterializationInput,
        example: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" },
        reply: LongJobStarted,
        status: 202,
      },
      ({ ctx, params, body }) => materializeView(ctx, { name: params.view_name, ...body }),
    ),
    operation(
      {
        ...byTask,
        method: "POST",
        path: "/v1/features/training-sets",
        scope: "features:write",
        summary: "Make a training set, as a task.",
        body: TrainingSetInput,
        example: {
          entities: { format: "parquet", path: "s3://gwanje/training/orders.parquet" },
          features: ["driver_hourly_stats:conv_rate"],
        },
        reply: LongJobStarted,
        status: 202,
      },
      ({ ctx, body }) => makeTrainingSet(ctx, body),
    ),
    operation(
      {
        ...byTask,
        method: "GET",
        path: "/v1/long-jobs/{id}",
        scope: "queues:read",
        summary: "One long job, as a task: its state, how far it is, its result or why it failed.",
        params: z.object({ id: z.string() }),
        reply: LongJobView,
      },
      ({ ctx, params }) => getLongJob(ctx, params),
    ),
    operation(
      {
        ...byTask,
        method: "PUT",
        path: "/v1/endpoints/{name}",
        scope: "endpoints:write",
        summary: "Make an endpoint where there is none of this name. One that is there stays as it is.",
        params: z.object({ name: z.string() }),
        body: EndpointInput.omit({ name: true }),
        example: { variant: { model: "flight-delay", alias: "champion" } },
        reply: EndpointView,
      },
      ({ ctx, params, body }) => ensureEndpoint(ctx, { ...body, name: params.name }),
    ),
    operation(
      {
        ...byTask,
        method: "POST",
        path: "/v1/batch-predictions",
        scope: "predictions:run",
        summary: "Answer every row of a file, as a task.",
        body: BatchInput,
        example: {
          model: { name: "flight-delay", version: 1 },
          source: { path: "s3://gwanje/flights/tomorrow.parquet" },
          format: "parquet",
        },
        reply: BatchView,
        status: 201,
      },
      ({ ctx, body }) => startBatch(readsObjects(ctx), body),
    ),
    operation(
      {
        ...byTask,
        method: "GET",
        path: "/v1/batch-predictions/{batch_id}",
        scope: "endpoints:read",
        summary: "One batch prediction, as a task: its state, and where its files are.",
        params: z.object({ batch_id: z.string() }),
        reply: BatchView,
      },
      ({ ctx, params }) => getBatchPrediction(ctx, { id: params.batch_id }),
    ),
  ],
};

/** A task reads every object of the bucket already, below /data. */
function readsObjects(ctx: Ctx): Ctx {
  const permissions = new Set([...ctx.actor.permissions, "artifacts:read"]);
  return { ...ctx, actor: { ...ctx.actor, permissions } };
}
