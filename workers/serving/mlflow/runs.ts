import * as z from "zod";
import {
  createRun,
  deleteRun,
  deleteRunTag,
  getRun,
  logBatch,
  logInputs,
  logOutputs,
  recordModel,
  restoreRun,
  searchRuns,
  updateRun,
} from "@/lib/experiments";
import { RUN_STATUSES, VIEW_TYPES } from "@/lib/experiments/values";
import { InvalidError } from "@/lib/platform/errors";
import { message } from "./message";
import { double, int32, int64, KeyValues, named, optionalText, RunId, repeated, runIdOf } from "./wire";

const reading = { method: "GET", scope: "experiments:read" } as const;
const writing = { method: "POST", scope: "experiments:write" } as const;
const Ref = z.object(RunId);
/** As one looks like, for examples. */
const RUN = "0f8fad5bd9cb469fa16570867728950e";
const Metric = z.object({
  key: z.string(),
  value: double,
  timestamp: int64,
  step: int64.default(0),
  model_id: optionalText,
  dataset_name: optionalText,
  dataset_digest: optionalText,
});
const KeyValue = { key: z.string(), value: z.string().default("") };

export const runMessages = [
  message(
    {
      ...writing,
      path: "/mlflow/runs/create",
      summary: "Begin a run.",
      input: z.object({
        experiment_id: z.string().default("0"),
        user_id: z.string().default(""),
        run_name: z.string().default(""),
        start_time: int64.optional(),
        tags: KeyValues,
      }),
      example: { experiment_id: "0", run_name: "first" },
    },
    async (ctx, input) => ({ json: `{"run":${await createRun(ctx, input)}}` }),
  ),
  message(
    {
      ...reading,
      path: "/mlflow/runs/get",
      summary: "A run with all that it logged; of metrics the latest.",
      input: Ref,
    },
    async (ctx, input) => ({ json: `{"run":${await getRun(ctx, runIdOf(input))}}` }),
  ),
  message(
    {
      ...writing,
      path: "/mlflow/runs/update",
      summary: "Change a run's status, end or name.",
      input: Ref.extend({
        status: named(RUN_STATUSES).optional(),
        end_time: int64.optional(),
        run_name: optionalText,
      }),
      example: { run_id: RUN, status: "FINISHED", end_time: 1767610800000 },
    },
    async (ctx, input) => {
      const { status, end_time, run_name } = input;
      return {
        json: `{"run_info":${await updateRun(ctx, { ...runIdOf(input), status, end_time, run_name })}}`,
      };
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/runs/delete",
      summary: "Delete a run.",
      input: Ref,
      example: { run_id: RUN },
    },
    async (ctx, input) => {
      await deleteRun(ctx, runIdOf(input));
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/runs/restore",
      summary: "Take the deletion of a run back.",
      input: Ref,
      example: { run_id: RUN },
    },
    async (ctx, input) => {
      await restoreRun(ctx, runIdOf(input));
      return {};
    },
  ),
  message(
    {
      ...reading,
      method: "POST",
      path: "/mlflow/runs/search",
      summary: "Search runs of experiments.",
      input: z.object({
        experiment_ids: repeated,
        filter: z.string().default(""),
        run_view_type: named(VIEW_TYPES).default("ACTIVE_ONLY"),
        max_results: int32.default(1_000),
        order_by: repeated,
        page_token: optionalText,
      }),
      example: { experiment_ids: ["0"], filter: "metrics.loss < 0.5", max_results: 100 },
    },
    async (ctx, { run_view_type, ...input }) => {
      const found = await searchRuns(ctx, { ...input, view_type: run_view_type, dialect: "mlflow" });
      const token = found.nextPageToken && `"next_page_token":${JSON.stringify(found.nextPageToken)}`;
      const runs = found.runs && `"runs":[${found.runs}]`;
      return { json: `{${[runs, token].filter(Boolean).join(",")}}` };
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/runs/log-metric",
      summary: "Log one point of a metric.",
      input: Ref.extend(Metric.shape),
      example: { run_id: RUN, key: "loss", value: 0.5, timestamp: 1767610800000, step: 1 },
    },
    async (ctx, input) => {
      const { run_id: _id, run_uuid: _uuid, ...metric } = input;
      await logBatch(ctx, { ...runIdOf(input), metrics: [metric] });
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/runs/log-batch",
      summary: "Log metrics, parameters and tags together: all or nothing.",
      input: Ref.extend({ metrics: z.array(Metric).default([]), params: KeyValues, tags: KeyValues }),
      example: {
        run_id: RUN,
        metrics: [{ key: "loss", value: 0.5, timestamp: 1767610800000, step: 1 }],
        params: [{ key: "lr", value: "0.1" }],
      },
    },
    async (ctx, input) => {
      const { metrics, params, tags } = input;
      await logBatch(ctx, { ...runIdOf(input), metrics, params, tags });
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/runs/log-parameter",
      summary: "Log a parameter; it is written once.",
      input: Ref.extend(KeyValue),
      example: { run_id: RUN, key: "lr", value: "0.1" },
    },
    async (ctx, input) => {
      await logBatch(ctx, { ...runIdOf(input), params: [{ key: input.key, value: input.value }] });
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/runs/set-tag",
      summary: "Set a tag of a run.",
      input: Ref.extend(KeyValue),
      example: { run_id: RUN, key: "team", value: "ml" },
    },
    async (ctx, input) => {
      await logBatch(ctx, { ...runIdOf(input), tags: [{ key: input.key, value: input.value }] });
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/runs/delete-tag",
      summary: "Remove a tag of a run.",
      input: Ref.extend({ key: z.string() }),
      example: { run_id: RUN, key: "team" },
    },
    async (ctx, input) => {
      await deleteRunTag(ctx, { ...runIdOf(input), key: input.key });
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/runs/log-inputs",
      summary: "Say what data a run reads.",
      input: Ref.extend({
        datasets: z
          .array(
            z.object({
              tags: KeyValues,
              dataset: z.object({
                name: z.string(),
                digest: z.string(),
                source_type: z.string().default(""),
                source: z.string().default(""),
                schema: z.string().optional(),
                profile: z.string().optional(),
              }),
            }),
          )
          .default([]),
        models: z.array(z.object({ model_id: z.string() })).default([]),
      }),
      example: { run_id: RUN, datasets: [{ dataset: { name: "flights", digest: "5f2a" } }] },
    },
    async (ctx, input) => {
      const { datasets, models } = input;
      await logInputs(ctx, { ...runIdOf(input), datasets, models });
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/runs/outputs",
      summary: "Say what models a run logged.",
      input: Ref.extend({
        models: z.array(z.object({ model_id: z.string(), step: int64.default(0) })).default([]),
      }),
      example: { run_id: RUN, models: [{ model_id: `m-${RUN}`, step: 1 }] },
    },
    async (ctx, input) => {
      await logOutputs(ctx, { ...runIdOf(input), models: input.models });
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/runs/log-model",
      summary: "Say what model a run logged (clients of MLflow 2).",
      input: Ref.extend({ model_json: z.string() }),
      example: { run_id: RUN, model_json: '{"artifact_path":"model","flavors":{}}' },
    },
    async (ctx, input) => {
      // The verb's own schema says what a model has to have.
      const model = z.any().parse(modelOf(input.model_json));
      await recordModel(ctx, { ...runIdOf(input), model });
      return {};
    },
  ),
];

function modelOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidError("model_json is not JSON.");
  }
}
