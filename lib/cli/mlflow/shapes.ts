import * as z from "zod";

/** MLflow's messages as far as they are looked at here; what else they hold is carried along. */
const Whole = z.union([z.number(), z.string()]);
const KeyValue = z.looseObject({ key: z.string(), value: z.string().default("") });
const KeyValues = z.array(KeyValue).default([]);

export const Experiment = z.looseObject({
  experiment_id: z.string(),
  name: z.string(),
  lifecycle_stage: z.string().default("active"),
  tags: KeyValues,
});
export type Experiment = z.infer<typeof Experiment>;

export const Point = z.looseObject({
  key: z.string(),
  value: z.union([z.number(), z.string()]).default(0),
  timestamp: Whole.default(0),
  step: Whole.default(0),
});
export type Point = z.infer<typeof Point>;

export const Run = z.looseObject({
  info: z.looseObject({
    run_id: z.string(),
    experiment_id: z.string(),
    run_name: z.string().default(""),
    status: z.string().default("RUNNING"),
    start_time: Whole.optional(),
    end_time: Whole.optional(),
    lifecycle_stage: z.string().default("active"),
    artifact_uri: z.string().default(""),
  }),
  data: z
    .looseObject({ metrics: z.array(Point).default([]), params: KeyValues, tags: KeyValues })
    .prefault({}),
  inputs: z
    .looseObject({
      dataset_inputs: z.array(z.unknown()).default([]),
      model_inputs: z.array(z.unknown()).default([]),
    })
    .prefault({}),
  outputs: z
    .looseObject({
      model_outputs: z.array(z.looseObject({ model_id: z.string(), step: Whole.default(0) })).default([]),
    })
    .prefault({}),
});
export type Run = z.infer<typeof Run>;

export const Model = z.looseObject({
  info: z.looseObject({
    model_id: z.string(),
    experiment_id: z.string(),
    name: z.string().default(""),
    model_type: z.string().default(""),
    source_run_id: z.string().optional(),
    status: z.string().default("LOGGED_MODEL_READY"),
    artifact_uri: z.string().default(""),
    tags: KeyValues,
  }),
  data: z.looseObject({ params: KeyValues, metrics: z.array(Point).default([]) }).prefault({}),
});
export type Model = z.infer<typeof Model>;

export const Registered = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  creation_timestamp: Whole.default(0),
  last_updated_timestamp: Whole.default(0),
  tags: KeyValues,
  aliases: z.array(z.object({ alias: z.string(), version: Whole })).default([]),
});
export type Registered = z.infer<typeof Registered>;

export const Version = z.looseObject({
  name: z.string(),
  version: Whole,
  source: z.string().default(""),
  run_id: z.string().optional(),
  run_link: z.string().optional(),
  description: z.string().optional(),
  current_stage: z.string().default("None"),
  creation_timestamp: Whole.default(0),
  last_updated_timestamp: Whole.default(0),
  tags: KeyValues,
});
export type Version = z.infer<typeof Version>;

/** A file of a run or a model; the path is below its root. */
export type SourceFile = { path: string; size: number };
/** `uri` is where its server says that the files lie. */
export type FilesOf = ({ runId: string } | { modelId: string }) & { experimentId: string; uri: string };

/** Files that cannot be read from where they are; the next one may. */
export class Unreadable extends Error {}

/** Where experiments come from: a server or a folder. Everything comes page by page and is held for that long. */
export type MlflowSource = {
  name: string;
  experiments(): AsyncIterable<Experiment>;
  /** Deleted ones too. */
  runs(experimentId: string): AsyncIterable<Run>;
  /** The same run with what a list of runs leaves out. */
  whole(run: Run): Promise<Run>;
  points(run: Run, key: string): AsyncIterable<Point>;
  models(experimentId: string): AsyncIterable<Model>;
  files(of: FilesOf): AsyncIterable<SourceFile>;
  /** The bytes, and how many they are where that is known. */
  open(of: FilesOf, file: SourceFile): Promise<{ body: ReadableStream<Uint8Array>; size: number | null }>;
  registered(): AsyncIterable<Registered>;
  versions(name: string): AsyncIterable<Version>;
};
