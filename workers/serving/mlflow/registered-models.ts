import * as z from "zod";
import {
  createModel,
  deleteAlias,
  deleteModel,
  deleteModelTag,
  getLatestVersions,
  getModel,
  getVersionByAlias,
  renameModel,
  searchModels,
  setAlias,
  setModelTag,
  updateModel,
} from "@/lib/models";
import { message } from "./message";
import { shownModel, shownVersion } from "./registry-view";
import { int32, KeyValues, optionalText, repeated } from "./wire";

const reading = { method: "GET", scope: "models:read" } as const;
const writing = { method: "POST", scope: "models:write" } as const;
const Ref = z.object({ name: z.string() });
const AliasRef = Ref.extend({ alias: z.string() });
const NAME = { name: "flights" };

/** Old clients ask with GET. */
const latest = (method: "GET" | "POST") =>
  message(
    {
      ...reading,
      method,
      path: "/mlflow/registered-models/get-latest-versions",
      summary: "The newest version of each stage.",
      input: Ref.extend({ stages: repeated }),
      example: { ...NAME, stages: ["Production"] },
    },
    async (ctx, input) => {
      const versions = await getLatestVersions(ctx, input);
      return versions.length === 0 ? {} : { model_versions: versions.map(shownVersion) };
    },
  );

export const registeredModelMessages = [
  message(
    {
      ...writing,
      path: "/mlflow/registered-models/create",
      summary: "Register a model under a name.",
      input: Ref.extend({ tags: KeyValues, description: z.string().optional() }),
      example: { ...NAME, description: "Delays of flights" },
    },
    async (ctx, input) => ({ registered_model: shownModel(await createModel(ctx, input)) }),
  ),
  message(
    { ...reading, path: "/mlflow/registered-models/get", summary: "One registered model.", input: Ref },
    async (ctx, input) => ({ registered_model: shownModel(await getModel(ctx, input)) }),
  ),
  message(
    {
      ...writing,
      method: "PATCH",
      path: "/mlflow/registered-models/update",
      summary: "Describe a registered model.",
      input: Ref.extend({ description: z.string().optional() }),
      example: { ...NAME, description: "Delays of flights" },
    },
    async (ctx, input) => ({ registered_model: shownModel(await updateModel(ctx, input)) }),
  ),
  message(
    {
      ...writing,
      path: "/mlflow/registered-models/rename",
      notByTasks: true,
      summary: "Rename a registered model.",
      input: Ref.extend({ new_name: z.string() }),
      example: { ...NAME, new_name: "delays" },
    },
    async (ctx, input) => ({ registered_model: shownModel(await renameModel(ctx, input)) }),
  ),
  message(
    {
      ...writing,
      method: "DELETE",
      path: "/mlflow/registered-models/delete",
      notByTasks: true,
      summary: "Delete a registered model with its versions.",
      input: Ref,
      example: NAME,
    },
    async (ctx, input) => {
      await deleteModel(ctx, input);
      return {};
    },
  ),
  message(
    {
      ...reading,
      path: "/mlflow/registered-models/search",
      summary: "Search registered models.",
      input: z.object({
        filter: z.string().default(""),
        max_results: int32.optional(),
        order_by: repeated,
        page_token: optionalText,
      }),
    },
    async (ctx, input) => {
      const { found, nextPageToken } = await searchModels(ctx, { ...input, dialect: "mlflow" });
      return {
        ...(found.length > 0 && { registered_models: found.map(shownModel) }),
        ...(nextPageToken && { next_page_token: nextPageToken }),
      };
    },
  ),
  latest("POST"),
  latest("GET"),
  message(
    {
      ...writing,
      path: "/mlflow/registered-models/set-tag",
      summary: "Set a tag of a registered model.",
      input: Ref.extend({ key: z.string(), value: z.string().default("") }),
      example: { ...NAME, key: "team", value: "ml" },
    },
    async (ctx, input) => {
      await setModelTag(ctx, input);
      return {};
    },
  ),
  message(
    {
      ...writing,
      method: "DELETE",
      path: "/mlflow/registered-models/delete-tag",
      summary: "Remove a tag of a registered model.",
      input: Ref.extend({ key: z.string() }),
      example: { ...NAME, key: "team" },
    },
    async (ctx, input) => {
      await deleteModelTag(ctx, input);
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/registered-models/alias",
      summary: "Set an alias of a version, or move it there.",
      input: AliasRef.extend({ version: z.string() }),
      example: { ...NAME, alias: "champion", version: "1" },
    },
    async (ctx, input) => {
      await setAlias(ctx, input);
      return {};
    },
  ),
  message(
    {
      ...writing,
      method: "DELETE",
      path: "/mlflow/registered-models/alias",
      summary: "Remove an alias.",
      input: AliasRef,
      example: { ...NAME, alias: "champion" },
    },
    async (ctx, input) => {
      await deleteAlias(ctx, input);
      return {};
    },
  ),
  message(
    {
      ...reading,
      path: "/mlflow/registered-models/alias",
      summary: "The version that an alias stands for.",
      input: AliasRef,
    },
    async (ctx, input) => ({ model_version: shownVersion(await getVersionByAlias(ctx, input)) }),
  ),
];
