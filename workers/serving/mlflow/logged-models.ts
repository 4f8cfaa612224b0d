import * as z from "zod";
import {
  createLoggedModel,
  deleteLoggedModel,
  deleteModelTag,
  finishLoggedModel,
  getLoggedModel,
  listModelArtifacts,
  logModelParams,
  searchLoggedModels,
  setModelTags,
} from "@/lib/experiments";
import { fileOf } from "./artifacts";
import { message } from "./message";
import { int32, KeyValues, named, optionalText, repeated } from "./wire";

const reading = { method: "GET", scope: "experiments:read" } as const;
const writing = { method: "POST", scope: "experiments:write" } as const;
const params = z.object({ model_id: z.string() });
const one = { path: "/mlflow/logged-models/{model_id}", params } as const;

const STATUSES = ["LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"] as const;
const OWN_STATUS = {
  LOGGED_MODEL_PENDING: "PENDING",
  LOGGED_MODEL_READY: "READY",
  LOGGED_MODEL_UPLOAD_FAILED: "UPLOAD_FAILED",
} as const;
const OnDataset = { dataset_name: optionalText, dataset_digest: optionalText };

/** The models that scripts of MLflow 3 log beside their runs. */
export const loggedModelMessages = [
  message(
    {
      ...writing,
      path: "/mlflow/logged-models",
      summary: "Begin a model that a run logs.",
      input: z.object({
        experiment_id: z.string(),
        name: optionalText,
        model_type: z.string().default(""),
        source_run_id: optionalText,
        params: KeyValues,
        tags: KeyValues,
      }),
      example: { experiment_id: "0", name: "model", params: [{ key: "lr", value: "0.1" }] },
    },
    async (ctx, input) => ({ json: `{"model":${await createLoggedModel(ctx, input)}}` }),
  ),
  message(
    {
      ...reading,
      method: "POST",
      path: "/mlflow/logged-models/search",
      summary: "Search logged models of experiments.",
      input: z.object({
        experiment_ids: repeated,
        filter: z.string().default(""),
        datasets: z.array(z.object(OnDataset)).default([]),
        max_results: int32.optional(),
        order_by: z
          .array(z.object({ field_name: z.string(), ascending: z.boolean().default(true), ...OnDataset }))
          .default([]),
        page_token: optionalText,
      }),
      example: { experiment_ids: ["0"], filter: "name = 'model'", max_results: 100 },
    },
    async (ctx, input) => {
      const { models, nextPageToken } = await searchLoggedModels(ctx, { ...input, dialect: "mlflow" });
      const token = nextPageToken && `"next_page_token":${JSON.stringify(nextPageToken)}`;
      const found = models.length > 0 && `"models":[${models.join(",")}]`;
      return { json: `{${[found, token].filter(Boolean).join(",")}}` };
    },
  ),
  message(
    {
      ...reading,
      ...one,
      summary: "A logged model.",
      input: z.object({ allow_deleted: z.stringbool().optional() }),
    },
    async (ctx, { allow_deleted = false }, { model_id }) => ({
      json: `{"model":${await getLoggedModel(ctx, { model_id, allow_deleted })}}`,
    }),
  ),
  message(
    {
      ...writing,
      ...one,
      method: "PATCH",
      summary: "Say that a logged model's files are there, or will not come.",
      input: z.object({ status: named(STATUSES) }),
      example: { status: "LOGGED_MODEL_READY" },
    },
    async (ctx, { status }, { model_id }) => ({
      json: `{"model":${await finishLoggedModel(ctx, { model_id, status: OWN_STATUS[status] })}}`,
    }),
  ),
  message(
    {
      ...writing,
      ...one,
      method: "DELETE",
      summary: "Delete a logged model.",
      input: z.object({}),
      example: {},
    },
    async (ctx, _input, { model_id }) => {
      await deleteLoggedModel(ctx, { model_id });
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/logged-models/{model_id}/params",
      params,
      summary: "Add parameters of a logged model.",
      input: z.object({ params: KeyValues }),
      example: { params: [{ key: "lr", value: "0.1" }] },
    },
    async (ctx, input, { model_id }) => {
      await logModelParams(ctx, { model_id, params: input.params });
      return {};
    },
  ),
  message(
    {
      ...writing,
      method: "PATCH",
      path: "/mlflow/logged-models/{model_id}/tags",
      params,
      summary: "Set tags of a logged model.",
      input: z.object({ tags: KeyValues }),
      example: { tags: [{ key: "team", value: "a" }] },
    },
    async (ctx, { tags }, { model_id }) => ({
      json: `{"model":${await setModelTags(ctx, { model_id, tags })}}`,
    }),
  ),
  message(
    {
      ...writing,
      method: "DELETE",
      path: "/mlflow/logged-models/{model_id}/tags/{key}",
      params: params.extend({ key: z.string() }),
      summary: "Remove a tag of a logged model.",
      input: z.object({}),
      example: {},
    },
    async (ctx, _input, { model_id, key }) => {
      await deleteModelTag(ctx, { model_id, key });
      return {};
    },
  ),
  message(
    {
      ...reading,
      path: "/mlflow/logged-models/{model_id}/artifacts/directories",
      params,
      summary: "List one folder of a logged model's files.",
      input: z.object({ artifact_directory_path: z.string().default("") }),
    },
    async (ctx, input, { model_id }) => {
      const path = input.artifact_directory_path.replace(/\/$/, "");
      const { experimentId, entries } = await listModelArtifacts(ctx, { model_id, path });
      const root_uri = `mlflow-artifacts:/${experimentId}/models/${model_id}/artifacts`;
      return { root_uri, ...(entries.length > 0 && { files: entries.map(fileOf) }) };
    },
  ),
];
