import * as z from "zod";
import { pageOf } from "@/lib/platform/pagination";
import { LIFECYCLES, Page } from "./view-schema";

/** What the page of a run has beside its values: files, the models in them, and what the run hangs together with. */
const ArtifactPath = z.string().max(3_000);
export const ArtifactPageQuery = Page.extend({ path: ArtifactPath.default("") });
/** `as=text` gives the text of what is a table or a report. */
export const ArtifactFileQuery = z.object({
  path: ArtifactPath.min(1),
  as: z.enum(["auto", "text"]).default("auto"),
});
/** A file or a folder of a run or a logged model; paths begin at its root. */
export const RunFile = z.object({
  path: z.string(),
  is_folder: z.boolean(),
  size_bytes: z.number().nullable(),
});
export type RunFile = z.infer<typeof RunFile>;
export const RunFilePage = pageOf(RunFile);

export const ModelFolderQuery = z.object({ path: ArtifactPath.default("") });
const SignatureField = z.object({
  name: z.string().nullable(),
  type: z.string(),
  required: z.boolean(),
  /** Of a tensor; -1 is any length. */
  shape: z.array(z.number()).nullable(),
});
/** What the MLmodel of a folder says, and how large the folder is. */
export const ModelFacts = z.object({
  flavors: z.array(z.string()),
  mlflow_version: z.string().nullable(),
  python_version: z.string().nullable(),
  onnx_file: z.string().nullable(),
  xgboost_file: z.string().nullable(),
  lightgbm_file: z.string().nullable(),
  signature: z
    .object({
      inputs: z.array(SignatureField),
      outputs: z.array(SignatureField),
      params: z.array(SignatureField),
    })
    .nullable(),
  file_count: z.number().int(),
  size_bytes: z.number().int(),
  /** False when there are more files than were counted. */
  is_complete: z.boolean(),
});
export type ModelFacts = z.infer<typeof ModelFacts>;

const RunName = z.object({
  id: z.string(),
  experiment_id: z.string(),
  name: z.string(),
  status: z.string(),
  lifecycle: z.enum(LIFECYCLES),
  started_at: z.string().nullable(),
});
export type RunName = z.infer<typeof RunName>;
/** What a run belongs to and what it has made or used. */
export const RunRelations = z.object({
  parent: RunName.nullable(),
  /** The newest start first; at most 100. */
  children: z.array(RunName),
  child_count: z.number().int(),
  /** The try of a task that made it. Null without one, and for a token without runs:read. */
  task: z
    .object({
      dag_id: z.string(),
      dag_run_id: z.string(),
      task_id: z.string(),
      attempt_id: z.string(),
      attempt_number: z.number().int(),
      /** Of the pipeline's code that this try ran. */
      version: z.number().int(),
    })
    .nullable(),
  models: z.array(
    z.object({
      /** "m-" and 32 digits, of MLflow 3; null for a folder among the run's own files. */
      id: z.string().nullable(),
      name: z.string(),
      /** Of its files, below the run or below the logged model. */
      path: z.string(),
      status: z.string().nullable(),
      direction: z.enum(["input", "output"]),
    }),
  ),
});
export type RunRelations = z.infer<typeof RunRelations>;
export const RunDatasets = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      digest: z.string(),
      source_type: z.string(),
      source: z.string(),
      context: z.string().nullable(),
      tags: z.array(z.object({ key: z.string(), value: z.string() })),
      /** JSON, as the client sent it; only the beginning of a very long one. */
      schema: z.string().nullable(),
      profile: z.string().nullable(),
    }),
  ),
});
export type RunDatasets = z.infer<typeof RunDatasets>;
