import * as z from "zod";
import {
  createExperiment,
  deleteExperiment,
  deleteExperimentTag,
  getExperiment,
  getExperimentByName,
  listDatasets,
  restoreExperiment,
  searchExperiments,
  setExperimentTag,
  updateExperiment,
} from "@/lib/experiments";
import { VIEW_TYPES } from "@/lib/experiments/values";
import { assertLocation } from "./location";
import { message } from "./message";
import { int32, KeyValues, named, optionalText, repeated } from "./wire";

const reading = { method: "GET", scope: "experiments:read" } as const;
const writing = { method: "POST", scope: "experiments:write" } as const;
const Ref = z.object({ experiment_id: z.string() });

type Experiment = Awaited<ReturnType<typeof getExperiment>>;

function shown({ id, name, lifecycleStage, createdAt, updatedAt, tags }: Experiment) {
  return {
    experiment_id: id,
    name,
    artifact_location: `mlflow-artifacts:/${id}`,
    lifecycle_stage: lifecycleStage,
    creation_time: createdAt.getTime(),
    last_update_time: updatedAt.getTime(),
    ...(tags.length > 0 && { tags }),
  };
}

const Search = z.object({
  max_results: int32,
  view_type: named(VIEW_TYPES).default("ACTIVE_ONLY"),
  filter: z.string().default(""),
  order_by: repeated,
  page_token: optionalText,
});

/** Old clients ask with GET. */
const search = (method: "GET" | "POST") =>
  message(
    {
      ...reading,
      method,
      path: "/mlflow/experiments/search",
      summary: "Search experiments.",
      input: Search,
      example: { max_results: 100 },
    },
    async (ctx, input) => {
      const { experiments, nextPageToken } = await searchExperiments(ctx, { ...input, dialect: "mlflow" });
      return {
        ...(experiments.length > 0 && { experiments: experiments.map(shown) }),
        ...(nextPageToken && { next_page_token: nextPageToken }),
      };
    },
  );

export const experimentMessages = [
  message(
    {
      ...writing,
      path: "/mlflow/experiments/create",
      summary: "Create an experiment. Where its artifacts lie is the server's affair.",
      input: z.object({ name: z.string(), artifact_location: optionalText, tags: KeyValues }),
      example: { name: "flights" },
    },
    async (ctx, { name, tags, artifact_location }) => {
      assertLocation(artifact_location);
      const { id } = await createExperiment(ctx, { name, tags });
      return { experiment_id: id };
    },
  ),
  message(
    { ...reading, path: "/mlflow/experiments/get", summary: "One experiment, deleted or not.", input: Ref },
    async (ctx, input) => ({ experiment: shown(await getExperiment(ctx, input)) }),
  ),
  message(
    {
      ...reading,
      path: "/mlflow/experiments/get-by-name",
      summary: "One experiment by its name, deleted or not.",
      input: z.object({ experiment_name: z.string() }),
    },
    async (ctx, input) => ({
      experiment: shown(await getExperimentByName(ctx, { name: input.experiment_name })),
    }),
  ),
  search("POST"),
  search("GET"),
  message(
    {
      ...reading,
      method: "POST",
      path: "/mlflow/experiments/search-datasets",
      summary: "What data the runs of experiments read.",
      input: z.object({ experiment_ids: repeated }),
      example: { experiment_ids: ["0"] },
    },
    async (ctx, input) => {
      const found = await listDatasets(ctx, input);
      const dataset_summaries = found.map(({ experimentId, name, digest, context }) => ({
        ...{ experiment_id: experimentId, name, digest },
        ...(context !== null && { context }),
      }));
      return dataset_summaries.length > 0 ? { dataset_summaries } : {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/experiments/delete",
      notByTasks: true,
      summary: "Delete an experiment with its runs.",
      input: Ref,
      example: { experiment_id: "1" },
    },
    async (ctx, input) => {
      await deleteExperiment(ctx, input);
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/experiments/restore",
      summary: "Take a deletion back.",
      input: Ref,
      example: { experiment_id: "1" },
    },
    async (ctx, input) => {
      await restoreExperiment(ctx, input);
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/experiments/update",
      summary: "Rename an experiment.",
      input: Ref.extend({ new_name: optionalText }),
      example: { experiment_id: "1", new_name: "flights 2001" },
    },
    async (ctx, { experiment_id, new_name }) => {
      await updateExperiment(ctx, { experiment_id, name: new_name });
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/experiments/set-experiment-tag",
      summary: "Set a tag of an experiment.",
      input: Ref.extend({ key: z.string(), value: z.string() }),
      example: { experiment_id: "1", key: "team", value: "ml" },
    },
    async (ctx, input) => {
      await setExperimentTag(ctx, input);
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/experiments/delete-experiment-tag",
      summary: "Remove a tag of an experiment.",
      input: Ref.extend({ key: z.string() }),
      example: { experiment_id: "1", key: "team" },
    },
    async (ctx, input) => {
      await deleteExperimentTag(ctx, input);
      return {};
    },
  ),
];
