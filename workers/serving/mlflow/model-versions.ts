import * as z from "zod";
import {
  createVersion,
  deleteVersion,
  deleteVersionTag,
  getVersion,
  moveVersion,
  searchVersions,
  setVersionTag,
  updateVersion,
} from "@/lib/models";
import { message } from "./message";
import { shownVersion } from "./registry-view";
import { int32, KeyValues, optionalText, repeated } from "./wire";

const reading = { method: "GET", scope: "models:read" } as const;
const writing = { method: "POST", scope: "models:write" } as const;
const Ref = z.object({ name: z.string(), version: z.string() });
const FIRST = { name: "flights", version: "1" };

export const modelVersionMessages = [
  message(
    {
      ...writing,
      path: "/mlflow/model-versions/create",
      summary: "Make the next version of a registered model. Its source is what this server keeps.",
      input: z.object({
        name: z.string(),
        source: z.string(),
        run_id: optionalText,
        model_id: optionalText,
        run_link: z.string().default(""),
        description: z.string().optional(),
        tags: KeyValues,
      }),
      example: {
        name: "flights",
        source: "runs:/0f8fad5bd9cb469fa16570867728950e/model",
        run_id: "0f8fad5bd9cb469fa16570867728950e",
      },
    },
    async (ctx, { model_id, ...input }) => ({
      model_version: shownVersion(await createVersion(ctx, { ...input, logged_model_id: model_id })),
    }),
  ),
  message(
    { ...reading, path: "/mlflow/model-versions/get", summary: "One version of a model.", input: Ref },
    async (ctx, input) => ({ model_version: shownVersion(await getVersion(ctx, input)) }),
  ),
  message(
    {
      ...writing,
      method: "PATCH",
      path: "/mlflow/model-versions/update",
      summary: "Describe a version.",
      input: Ref.extend({ description: z.string().optional() }),
      example: { ...FIRST, description: "Trained on 2001" },
    },
    async (ctx, input) => ({ model_version: shownVersion(await updateVersion(ctx, input)) }),
  ),
  message(
    {
      ...writing,
      method: "DELETE",
      path: "/mlflow/model-versions/delete",
      notByTasks: true,
      summary: "Delete a version with its aliases.",
      input: Ref,
      example: FIRST,
    },
    async (ctx, input) => {
      await deleteVersion(ctx, input);
      return {};
    },
  ),
  message(
    {
      ...writing,
      path: "/mlflow/model-versions/transition-stage",
      summary: "Move a version to another stage.",
      input: Ref.extend({ stage: z.string(), archive_existing_versions: z.boolean().default(false) }),
      example: { ...FIRST, stage: "Production", archive_existing_versions: true },
    },
    async (ctx, { archive_existing_versions, ...input }) => ({
      model_version: shownVersion(
        await moveVersion(ctx, { ...input, archive_existing: archive_existing_versions }),
      ),
    }),
  ),
  message(
    {
      ...reading,
      path: "/mlflow/model-versions/search",
      summary: "Search versions of all models.",
      input: z.object({
        filter: z.string().default(""),
        max_results: int32.optional(),
        order_by: repeated,
        page_token: optionalText,
      }),
    },
    async (ctx, input) => {
      const { found, nextPageToken } = await searchVersions(ctx, { ...input, dialect: "mlflow" });
      return {
        ...(found.length > 0 && { model_versions: found.map(shownVersion) }),
        ...(nextPageToken && { next_page_token: nextPageToken }),
      };
    },
  ),
  message(
    {
      ...reading,
      path: "/mlflow/model-versions/get-download-uri",
      summary: "Where the files of a version lie.",
      input: Ref,
    },
    async (ctx, input) => ({ artifact_uri: (await getVersion(ctx, input)).storageLocation }),
  ),
  message(
    {
      ...writing,
      path: "/mlflow/model-versions/set-tag",
      summary: "Set a tag of a version.",
      input: Ref.extend({ key: z.string(), value: z.string().default("") }),
      example: { ...FIRST, key: "validated", value: "yes" },
    },
    async (ctx, input) => {
      await setVersionTag(ctx, input);
      return {};
    },
  ),
  message(
    {
      ...writing,
      method: "DELETE",
      path: "/mlflow/model-versions/delete-tag",
      summary: "Remove a tag of a version.",
      input: Ref.extend({ key: z.string() }),
      example: { ...FIRST, key: "validated" },
    },
    async (ctx, input) => {
      await deleteVersionTag(ctx, input);
      return {};
    },
  ),
];
