import * as z from "zod";
import { MAX_TAG_VALUE } from "@/lib/experiments/values";
import { PageQuery, pageOf } from "@/lib/platform/pagination";
import { Description, Key, Name, RunMetricNumber, SourceText, StageName, text, VersionNumber } from "./terms";
import { MAX_MODEL_TAG_VALUE, STAGES } from "./values";

/** What the REST API and the pages say of the registry, where MLflow's protocol has forms of its own. */

/** A token of a keyset page holds the values that its last row is sorted by. */
const Page = PageQuery.extend({ cursor: z.string().max(8_000).optional() });
const MAX_TAGS = 100;
/** A tag that is null is removed. */
const TagChanges = z
  .record(Key, text(MAX_MODEL_TAG_VALUE).nullable())
  .refine((record) => Object.keys(record).length <= MAX_TAGS, `must hold at most ${MAX_TAGS} tags`);
const TagsGiven = z
  .record(Key, text(MAX_TAG_VALUE))
  .refine((record) => Object.keys(record).length <= MAX_TAGS, `must hold at most ${MAX_TAGS} tags`);
const Tags = z.record(z.string(), z.string());

const RunLink = z.object({
  id: z.string(),
  name: z.string(),
  experiment_id: z.string(),
  lifecycle: z.enum(["active", "deleted"]),
});

export const VersionRow = z.object({
  model_name: z.string(),
  number: z.number().int(),
  stage: z.enum(STAGES),
  description: z.string().nullable(),
  /** As the client gave it. */
  source: z.string(),
  /** The id of the run that the client named, also where that run is gone. */
  run_id: z.string().nullable(),
  run_link: z.string(),
  /** Null where the run is gone, and for a token without experiments:read. */
  run: RunLink.nullable(),
  created_by: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  tags: Tags,
  aliases: z.array(z.string()),
  /** Names of the endpoints that answer with it; none for a token without endpoints:read. */
  endpoints: z.array(z.string()),
  /** The latest values of the run, those of the keys that were asked for. */
  metrics: z.record(z.string(), RunMetricNumber),
});
export type VersionRow = z.infer<typeof VersionRow>;
export const VersionPage = pageOf(VersionRow);

export const RegisteredModelRow = z.object({
  name: z.string(),
  description: z.string().nullable(),
  created_by: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  tags: Tags,
  aliases: z.array(
    z.object({
      alias: z.string(),
      version: z.number().int(),
      /** Since when and by whom it stands for this version, where that is known. */
      since: z.string().nullable(),
      by: z.string().nullable(),
      /** A policy guards it. */
      guarded: z.boolean(),
    }),
  ),
  /** Promotions that wait for approval. */
  waiting_count: z.number().int(),
  version_count: z.number().int(),
  latest_version: z.object({ number: z.number().int(), created_at: z.string() }).nullable(),
});
export type RegisteredModelRow = z.infer<typeof RegisteredModelRow>;
export const RegisteredModelPage = pageOf(RegisteredModelRow);

export const RegisteredModelDetail = RegisteredModelRow.extend({
  /** Names of metrics that runs of the newest versions have, for columns; at most 100. */
  metric_keys: z.array(z.string()),
});
export type RegisteredModelDetail = z.infer<typeof RegisteredModelDetail>;

export const RegisteredModelQuery = Page.extend({
  /** A part of the name. */
  search: z.string().max(500).optional(),
  filter: z.string().max(4_000).default(""),
  /** Such as `last_updated_timestamp DESC`. Without it by name. */
  order_by: z.string().max(500).default(""),
});
export const VersionQuery = Page.extend({
  filter: z.string().max(4_000).default(""),
  /** Such as `version_number DESC`. Without it the newest change comes first. */
  order_by: z.string().max(500).default(""),
  /** Which metrics come with each version, with commas between. */
  metrics: z.string().max(4_000).default(""),
});

export const RegisteredModelBody = z.strictObject({
  name: Name,
  description: Description,
  tags: TagsGiven.default({}),
});
/** What is left out stays; a tag that is null is removed, and so is an empty description. */
export const RegisteredModelChange = z.strictObject({
  name: Name.optional(),
  description: Description.nullable(),
  tags: TagChanges.optional(),
});
export const VersionBody = z.strictObject({
  source: SourceText,
  run_id: z.string().max(300).optional(),
  logged_model_id: z.string().max(300).optional(),
  description: Description,
  tags: TagsGiven.default({}),
});
export const AliasBody = z.strictObject({ version: z.number().int().min(1).max(999_999_999) });
export const VersionChange = z.strictObject({
  description: Description.nullable(),
  tags: TagChanges.optional(),
  stage: StageName.optional(),
});

const ModelName = z.object({ name: z.string().max(10_000) });
export const ChangeModelInput = ModelName.extend({ change: RegisteredModelChange });
export const ChangeVersionInput = ModelName.extend({ version: VersionNumber, change: VersionChange });
export const ListVersionsInput = VersionQuery.extend({ name: z.string().max(10_000).optional() });

const Pipeline = z.object({
  dag_id: z.string(),
  dag_run_id: z.string(),
  run_key: z.string(),
  run_type: z.string(),
  logical_date: z.string().nullable(),
  data_interval_start: z.string().nullable(),
  data_interval_end: z.string().nullable(),
  /** Zone of the pipeline's schedule. */
  time_zone: z.string().nullable(),
  task_id: z.string(),
  attempt_id: z.string(),
  attempt_number: z.number().int(),
  version_number: z.number().int(),
  code_sha256: z.string().nullable(),
});
const Field = z.object({
  name: z.string().nullable(),
  type: z.string(),
  required: z.boolean(),
  shape: z.array(z.number()).nullable(),
});
const SignatureView = z.object({
  inputs: z.array(Field),
  outputs: z.array(Field),
  params: z.array(Field),
});
const Files = z.object({
  files: z.array(z.object({ path: z.string(), size_bytes: z.number().int() })),
  /** False when only the first files were looked at; the size is then that of those. */
  complete: z.boolean(),
  size_bytes: z.number().int(),
});

export const VersionDetail = VersionRow.extend({
  /** Where the files lie, resolved when the version was made. */
  storage_location: z.string(),
  params: z.record(z.string(), z.string()),
  lineage: z.object({
    experiment_name: z.string().nullable(),
    run_status: z.string().nullable(),
    /** The commit that the client told of, or the one of its tags. */
    source_commit: z.string().nullable(),
    source_name: z.string().nullable(),
    datasets: z.array(
      z.object({
        name: z.string(),
        digest: z.string(),
        source_type: z.string(),
        source: z.string(),
        context: z.string().nullable(),
      }),
    ),
    /** The task of a pipeline that made the run. Null for a token without runs:read. */
    pipeline: Pipeline.nullable(),
  }),
  flavors: z.array(z.string()),
  mlflow_version: z.string().nullable(),
  python_version: z.string().nullable(),
  /** As the model's own MLmodel says; null when it has none that can be read. */
  signature: SignatureView.nullable(),
  files: Files,
});
export type VersionDetail = z.infer<typeof VersionDetail>;

const pair = <T extends z.ZodType>(value: T) => z.object({ base: value.nullable(), other: value.nullable() });
const changes = <T extends z.ZodType>(value: T) =>
  z.array(z.object({ key: z.string(), differs: z.boolean(), ...pair(value).shape }));
export const VersionComparison = z.object({
  base: VersionDetail,
  other: VersionDetail,
  metrics: changes(RunMetricNumber),
  params: changes(z.string()),
  tags: changes(z.string()),
  inputs: changes(Field),
  outputs: changes(Field),
  files: changes(z.number().int()),
  /** Other's bytes minus base's. */
  size_difference_bytes: z.number().int(),
});
export type VersionComparison = z.infer<typeof VersionComparison>;
export const VersionComparisonQuery = z.object({
  base: VersionNumber,
  other: VersionNumber,
  /** When the other version is one of another model. */
  other_model: z.string().max(300).optional(),
});
export const CompareVersionsInput = ModelName.extend(VersionComparisonQuery.shape);
