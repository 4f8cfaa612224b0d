import * as z from "zod";
import { DATASET_LIMITS, Dataset, ExperimentName, Int64, Milliseconds, ModelName, text } from "../schema";
import { isModelId, isRunId, MAX_RUN_NAME, MAX_USER_ID, MODEL_STATUSES, RUN_STATUSES } from "../values";

/** What an import brings, in the shapes in which MLflow's servers answer it. Lists of small things are sifted one by one. */
const Sifted = (most: number) => z.array(z.unknown()).max(most).default([]);
const MOST_TAGS = 5_000;

/** The last instant that has a year of four digits. */
const LAST_MS = 253_402_300_799_999n;
/** Of what the registry and experiments keep as times of the calendar. */
export const Instant = Milliseconds.refine(
  (digits) => BigInt(digits) <= LAST_MS,
  "must be before the year 10000",
);

/** The name of the server that the experiments come from. */
const Source = text(500)
  .min(1)
  .refine((name) => name.trim() !== "" && !/\p{Cc}/u.test(name), {
    error: "must be a name without control characters",
  });
const LIFECYCLES = ["active", "deleted"] as const;

export const SourceExperiment = z.object({
  experiment_id: z.string().regex(/^(?:0|[1-9]\d{0,17})$/, "must be a number of at most 18 digits"),
  name: ExperimentName,
  lifecycle_stage: z.enum(LIFECYCLES).default("active"),
  creation_time: Instant.optional(),
  last_update_time: Instant.optional(),
  tags: Sifted(MOST_TAGS),
});
export type SourceExperiment = z.output<typeof SourceExperiment>;
export const ImportExperimentsInput = z.object({
  source: Source,
  experiments: z.array(z.unknown()).min(1).max(200),
});

const RunId = z.string().refine(isRunId, "must be 32 hexadecimal digits");
const ModelId = z.string().refine(isModelId, "must be m- and 32 hexadecimal digits");
export const SourceInput = z.object({
  dataset: Dataset,
  tags: z
    .array(z.object({ key: text(DATASET_LIMITS.tagKey).min(1), value: text(DATASET_LIMITS.tagValue) }))
    .max(100)
    .default([]),
});
export const SourceModelLink = z.object({ model_id: ModelId, step: Int64.default("0") });
export const SourceRun = z.object({
  info: z.object({
    run_id: RunId,
    run_name: text(MAX_RUN_NAME).default(""),
    user_id: text(MAX_USER_ID).default(""),
    status: z.enum(RUN_STATUSES),
    start_time: Milliseconds.default("0"),
    end_time: Milliseconds.optional(),
    lifecycle_stage: z.enum(LIFECYCLES).default("active"),
  }),
  data: z.object({ params: Sifted(20_000), tags: Sifted(MOST_TAGS) }).prefault({}),
  inputs: z.object({ dataset_inputs: Sifted(1_000), model_inputs: Sifted(1_000) }).prefault({}),
  outputs: z.object({ model_outputs: Sifted(1_000) }).prefault({}),
  fingerprint: z.string().max(100).default(""),
});
export type SourceRun = z.output<typeof SourceRun>;
export const ImportRunsInput = z.object({
  experiment_id: z.string().max(300),
  runs: z.array(z.unknown()).min(1).max(100),
});
export const FinishRunsInput = z.object({
  runs: z
    .array(z.object({ run_id: RunId, fingerprint: z.string().min(1).max(100) }))
    .min(1)
    .max(1_000),
});
export const ImportPointsInput = z.object({
  run_id: z.string().max(300),
  metrics: z.array(z.unknown()).min(1).max(10_000),
});

export const SourceModel = z.object({
  info: z.object({
    model_id: ModelId,
    name: ModelName,
    model_type: text(MAX_RUN_NAME).default(""),
    source_run_id: RunId.optional().catch(undefined),
    status: z
      .string()
      .transform((status) => status.replace(/^LOGGED_MODEL_/, ""))
      .pipe(z.enum(MODEL_STATUSES)),
    status_message: text(5_000).optional(),
    creation_timestamp_ms: Milliseconds,
    last_updated_timestamp_ms: Milliseconds,
    tags: Sifted(2_000),
  }),
  data: z.object({ params: Sifted(2_000), metrics: Sifted(10_000) }).prefault({}),
});
export type SourceModel = z.output<typeof SourceModel>;
export const ImportLoggedModelsInput = z.object({
  experiment_id: z.string().max(300),
  models: z.array(z.unknown()).min(1).max(100),
});

export const MissingFilesInput = z.object({
  /** `<experiment>/<run>/artifacts` or `<experiment>/models/<model>/artifacts` */
  root: z.string().max(300),
  files: z
    .array(
      z.object({ path: z.string().max(3_000), size: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER) }),
    )
    .min(1)
    .max(5_000),
});

const Count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0);
export const BeginImportInput = z.object({ source: Source, from: text(2_000).default("") });
export const EndImportInput = z.object({
  source: Source,
  counts: z
    .object({
      experiments: Count,
      runs: Count,
      unchanged: Count,
      points: Count,
      files: Count,
      bytes: Count,
      models: Count,
      registered: Count,
      versions: Count,
      problems: Count,
    })
    .prefault({}),
});
