import * as z from "zod";
import { ArtifactFileQuery, ArtifactPageQuery, ModelFolderQuery } from "./run-page-schema";
import {
  characters,
  cut,
  doubleText,
  int64,
  isRunId,
  keyProblem,
  MAX_BATCH,
  MAX_EXPERIMENT_NAME,
  MAX_EXPERIMENT_TAG_VALUE,
  MAX_KEY,
  MAX_PARAM_VALUE,
  MAX_RUN_NAME,
  MAX_TAG_VALUE,
  MAX_USER_ID,
  MODEL_STATUSES,
  modelNameProblem,
  RUN_STATUSES,
  VIEW_TYPES,
} from "./values";

/** At most so many characters, not UTF-16 units: an emoji is one. */
export const text = (most: number) =>
  z.string().refine((value) => value.length <= most || characters(value) <= most, {
    error: `must have at most ${most} characters`,
  });

/** A key of a metric, parameter or tag. What is wrong with it is said in full. */
const Key = z.string().superRefine((key, { addIssue }) => {
  const problem = keyProblem(key);
  if (problem)
    addIssue({ code: "custom", message: `The name ${JSON.stringify(cut(key, MAX_KEY))} ${problem}` });
});

/** A number of 64 bits, as a JSON number or as digits in quotes; its digits come out. */
export const Int64 = z.union([z.number(), z.string()]).transform((value, { addIssue }) => {
  const digits = int64(value);
  if (digits !== null) return digits;
  addIssue({ code: "custom", message: "must be a whole number of 64 bits" });
  return z.NEVER;
});
/** Milliseconds since 1970. */
export const Milliseconds = Int64.refine((digits) => !digits.startsWith("-"), "must not be negative");

/** A double; what JSON has no number for comes as text. */
const MetricValue = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]).transform(doubleText);

/** Ids are only looked up: one of another form is one that is not there. */
export const ExperimentRef = z.object({ experiment_id: z.string().max(300) });
export const ExperimentNameRef = z.object({ name: z.string().max(10_000) });
const ModelRef = z.object({ model_id: z.string().max(300) });
export const RunRef = z.object({ run_id: z.string().max(300) });

export const RunTag = z.object({ key: Key, value: text(MAX_TAG_VALUE) });
export const CutTag = z.object({
  key: Key,
  value: z.string().transform((value) => cut(value, MAX_TAG_VALUE)),
});
export const Param = z.object({
  key: Key,
  value: z.string().transform((value) => cut(value, MAX_PARAM_VALUE)),
});
export const Metric = z.object({
  /** The model that it was measured of, and on which data. */
  model_id: z.string().max(300).optional(),
  dataset_name: text(500).optional(),
  dataset_digest: text(36).optional(),
  key: Key,
  value: MetricValue,
  timestamp: Milliseconds,
  step: Int64.default("0"),
});
export const ExperimentTag = z.object({ key: Key, value: text(MAX_EXPERIMENT_TAG_VALUE) });

export const ExperimentName = text(MAX_EXPERIMENT_NAME).refine(
  (name) => name.trim() !== "",
  "must not be blank",
);
const MAX_TAGS = 1_000;

export const CreateExperimentInput = z.object({
  name: ExperimentName,
  tags: z.array(ExperimentTag).max(MAX_TAGS).default([]),
});
export const UpdateExperimentInput = ExperimentRef.extend({ name: ExperimentName.optional() });
export const SetExperimentTagInput = ExperimentRef.extend(ExperimentTag.shape);
export const DeleteExperimentTagInput = ExperimentRef.extend({ key: z.string() });

const Paging = z.object({
  filter: z.string().default(""),
  order_by: z.array(z.string()).default([]),
  page_token: z.string().optional(),
  /** "mlflow" is what its clients may say; "extended" has OR, NOT and parentheses too. */
  dialect: z.enum(["mlflow", "extended"]).default("extended"),
});
const MAX_PAGE = 50_000;
export const SearchExperimentsInput = Paging.extend({
  view_type: z.enum(VIEW_TYPES).default("ACTIVE_ONLY"),
  max_results: z.number().int().min(1).max(MAX_PAGE),
});
export const SearchRunsInput = Paging.extend({
  experiment_ids: z.array(z.string().max(300)).max(10_000),
  view_type: z.enum(VIEW_TYPES).default("ACTIVE_ONLY"),
  max_results: z.number().int().min(1).max(MAX_PAGE).default(1_000),
});

export const CreateRunInput = z.object({
  experiment_id: z.string().max(300),
  run_name: text(MAX_RUN_NAME).default(""),
  user_id: text(MAX_USER_ID).default(""),
  start_time: Milliseconds.optional(),
  tags: z.array(RunTag).max(MAX_TAGS).default([]),
});
export const UpdateRunInput = RunRef.extend({
  status: z.enum(RUN_STATUSES).optional(),
  end_time: Milliseconds.optional(),
  run_name: text(MAX_RUN_NAME).optional(),
});

export const LogBatchInput = RunRef.extend({
  metrics: z.array(Metric).max(MAX_BATCH.metrics).default([]),
  params: z.array(Param).max(MAX_BATCH.params).default([]),
  tags: z.array(CutTag).max(MAX_BATCH.tags).default([]),
}).refine(
  ({ metrics, params, tags }) => metrics.length + params.length + tags.length <= MAX_BATCH.all,
  `A batch holds at most ${MAX_BATCH.all} metrics, parameters and tags together`,
);
/** What clients of MLflow 2 say of a model that they logged. */
export const RecordModelInput = RunRef.extend({
  model: z.looseObject({
    run_id: z.string(),
    artifact_path: z.string(),
    flavors: z.record(z.string(), z.unknown()),
    utc_time_created: z.string(),
  }),
});
export const DeleteTagInput = RunRef.extend({ key: z.string() });

export const DATASET_LIMITS = {
  name: 500,
  digest: 36,
  source: 65_535,
  schema: 1_048_575,
  profile: 16_777_215,
  tagKey: 255,
  tagValue: 500,
  datasets: 1_000,
} as const;
export const Dataset = z.object({
  name: text(DATASET_LIMITS.name).min(1),
  digest: text(DATASET_LIMITS.digest).min(1),
  source_type: text(36).default(""),
  source: text(DATASET_LIMITS.source).default(""),
  schema: text(DATASET_LIMITS.schema).optional(),
  profile: text(DATASET_LIMITS.profile).optional(),
});
export const LogInputsInput = RunRef.extend({
  datasets: z
    .array(
      z.object({
        dataset: Dataset,
        tags: z
          .array(
            z.object({
              key: text(DATASET_LIMITS.tagKey).min(1),
              value: text(DATASET_LIMITS.tagValue),
            }),
          )
          .max(100)
          .default([]),
      }),
    )
    .max(DATASET_LIMITS.datasets)
    .default([]),
  models: z.array(ModelRef).max(1_000).default([]),
});
export const LogOutputsInput = RunRef.extend({
  models: z
    .array(ModelRef.extend({ step: Int64.default("0") }))
    .max(1_000)
    .default([]),
});

export const HistoryInput = RunRef.extend({
  metric_key: z.string().min(1),
  max_results: z.number().int().min(1).max(100_000).optional(),
  page_token: z.string().optional(),
});

export const SampledHistoryInput = z.object({
  run_ids: z.array(z.string().max(300)).min(1).max(100),
  metric_key: z.string().min(1),
  steps: z.object({ start: Int64, end: Int64 }).optional(),
  max_results: z.number().int().min(1).max(2_500).default(2_500),
});

export const BulkHistoryInput = z.object({
  run_ids: z.array(z.string().max(300)).min(1).max(100),
  metric_key: z.string().min(1),
  max_results: z.number().int().min(1).max(25_000).default(25_000),
});
export const DatasetsInput = z.object({ experiment_ids: z.array(z.string().max(300)).min(1).max(20) });

/** `<experiment>/<run>/artifacts/<path>` */
export const ArtifactInput = z.object({ path: z.string().max(3_000) });
/** A run or a logged model, whose files an operation is about. */
const ArtifactOwner = z.union([RunRef, ModelRef]);
export const ArtifactPageInput = ArtifactPageQuery.extend({ owner: ArtifactOwner });
export const ArtifactFileInput = ArtifactFileQuery.extend({ owner: ArtifactOwner });
export const ModelFolderInput = ModelFolderQuery.extend({ owner: ArtifactOwner });
export const OwnArtifactInput = z.object({ owner: ArtifactOwner, path: z.string().max(3_000) });
const UploadRef = ArtifactInput.extend({ upload_id: z.string().max(2_000) });
export const BeginUploadInput = ArtifactInput.extend({ parts: z.number().int().min(1).max(10_000) });
export const CompleteUploadInput = UploadRef.extend({
  parts: z
    .array(z.object({ number: z.number().int().min(1).max(10_000), etag: z.string().max(200) }))
    .min(1)
    .max(10_000),
  /** Of the whole; one that is larger is removed again. */
  max_bytes: z.number(),
});
export const AbortUploadInput = UploadRef;
export const PutPartInput = UploadRef.extend({ number: z.number().int().min(1).max(10_000) });
export const RunArtifactsInput = RunRef.extend({ path: z.string().max(3_000).default("") });

export const ModelName = z.string().superRefine((name, { addIssue }) => {
  const problem = modelNameProblem(name);
  if (problem) addIssue({ code: "custom", message: `The name ${problem}` });
});
export const CreateModelInput = z.object({
  experiment_id: z.string().max(300),
  /** One without a name is given one, as runs are. */
  name: ModelName.optional(),
  model_type: text(MAX_RUN_NAME).default(""),
  source_run_id: z.string().refine(isRunId, "is not the id of a run").optional(),
  params: z.array(Param).max(1_000).default([]),
  tags: z.array(RunTag).max(MAX_TAGS).default([]),
});
export const GetModelInput = ModelRef.extend({ allow_deleted: z.boolean().default(false) });
export const FinishModelInput = ModelRef.extend({ status: z.enum(MODEL_STATUSES) });
export const ModelParamsInput = ModelRef.extend({ params: z.array(Param).max(1_000).default([]) });
export const ModelTagsInput = ModelRef.extend({ tags: z.array(RunTag).max(MAX_TAGS).default([]) });
export const DeleteModelTagInput = ModelRef.extend({ key: z.string() });
export const DeleteModelInput = ModelRef;
export const ModelArtifactsInput = ModelRef.extend({ path: z.string().max(3_000).default("") });
const OnDataset = { dataset_name: z.string().optional(), dataset_digest: z.string().optional() };
export const SearchModelsInput = Paging.omit({ order_by: true }).extend({
  experiment_ids: z.array(z.string().max(300)).max(10_000),
  /** Metrics of the filter are those measured on one of these; none: on any. */
  datasets: z.array(z.object(OnDataset)).max(100).default([]),
  order_by: z
    .array(z.object({ field_name: z.string(), ascending: z.boolean().default(true), ...OnDataset }))
    .max(20)
    .default([]),
  max_results: z.number().int().min(1).max(1_000).default(1_000),
});

export {
  ArtifactFileQuery,
  ArtifactPageQuery,
  ModelFacts,
  ModelFolderQuery,
  RunDatasets,
  RunFile,
  RunFilePage,
  type RunName,
  RunRelations,
} from "./run-page-schema";
export {
  type LatestMetric,
  LatestPage,
  LatestQuery,
  ManySampleQuery,
  type MetricSample,
  SampleList,
  SampleQuery,
} from "./sample-schema";
export { TaskTrainingRuns } from "./task-runs-schema";
export {
  ChangedRuns,
  ExperimentBody,
  ExperimentChange,
  ExperimentPage,
  ExperimentQuery,
  ExperimentView,
  KEY_KINDS,
  type KeyKind,
  KeyList,
  KeyQuery,
  type Lifecycle,
  MovedRuns,
  namesIn,
  PointPage,
  PointQuery,
  RunExportQuery,
  type RunGroup,
  RunGroupPage,
  RunGroupQuery,
  TableState,
  type TableView,
  TableViewBody,
  TableViewChange,
  TableViewList,
  TableViewSaved,
  TaggedRuns,
  TrainingRunChange,
  TrainingRunDetail,
  TrainingRunPage,
  TrainingRunQuery,
  TrainingRunRow,
  TrainingRunsBody,
  TrainingRunsMoveBody,
  TrainingRunsTagBody,
  VALUE_FIELDS,
  type ValueField,
} from "./view-schema";
