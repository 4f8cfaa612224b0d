import * as z from "zod";
import { WORDS } from "@/lib/platform/field-error";
import { isStorableTime, STORABLE_TIME } from "@/lib/platform/instant";
import { PageQuery, pageOf } from "@/lib/platform/pagination";

/**
 * DagSpec: the immutable description of a pipeline, which the TypeScript builder, YAML and the API all produce. Times
 * are ISO 8601, durations milliseconds, names those of the field (dag, task, trigger rule, pool).
 */
export const LIMITS = {
  tasks: 5_000,
  specBytes: 1024 * 1024,
  depth: 64,
  values: 500_000,
  dependsOn: 1_000,
  tags: 20,
  textLength: 10_000,
  argvLength: 1_000,
  /** The longest time limit or wait: a year in ms. */
  durationMs: 365 * 24 * 3_600_000,
  /** The default cap of growing waits: a day. */
  retryDelayMs: 24 * 3_600_000,
} as const;

/**
 * Letters, digits, "_", "-" and single dots, because an id is part of URLs, object keys and log paths. Stored in NFC:
 * macOS splits Hangul and accents. `__proto__` cannot be a key of a JSON object, and results are keyed by task.
 */
const idOf = (text: z.ZodString) =>
  text
    .min(1)
    .max(200)
    .regex(/^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*$/u, WORDS.id_characters)
    .regex(/^(?!__proto__$)/, WORDS.reserved_id)
    .describe("Letters and digits of any script, _, - and single dots between them.");
const Id = idOf(z.string().normalize("NFC"));
export const TaskId = Id;
/** For look-ups: pipelines saved before ids were normalised keep their form. */
export const DagId = idOf(z.string());

const Text = z.string().max(LIMITS.textLength);
const DurationMs = z.number().int().min(0).max(LIMITS.durationMs);
/** A path inside the code bundle: relative, forward slashes, never up. */
const BundlePath = z
  .string()
  .min(1)
  .max(500)
  .regex(/^(?!\/)(?!.*\\)(?!.*(?:^|\/)\.\.(?:\/|$))[^\0]+$/, WORDS.path_inside);
const Argv = z.array(Text).max(LIMITS.argvLength);
const Env = z.record(z.string().regex(/^(?!GWANJE_)[A-Za-z_][A-Za-z0-9_]*$/, WORDS.task_env), Text);
const VariableKey = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/, WORDS.variable_key);
const ObjectUrl = z
  .string()
  .max(2_000)
  .regex(/^s3:\/\/[^/]+\/.+/, WORDS.object_url);
const TaskDate = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: WORDS.date_or_instant,
  })
  .refine(isStorableTime, STORABLE_TIME);

const common = {
  task_id: TaskId,
  depends_on: z.array(TaskId).max(LIMITS.dependsOn).default([]),
  trigger_rule: z.literal("all_success", { error: "must be all_success" }).default("all_success"),
  retries: z.number().int().min(0).max(100).default(0),
  retry_delay_ms: DurationMs.default(300_000),
  retry_exponential: z.boolean().default(false),
  max_retry_delay_ms: DurationMs.default(LIMITS.retryDelayMs),
  /** Exit codes after which the task is not retried. 98 always is one. */
  no_retry_exit_codes: z.array(z.number().int().min(1).max(255)).max(50).default([]),
  execution_timeout_ms: DurationMs.min(1).nullable().default(null),
  /**
   * What a worker does with the task when it could not renew the lease: kill it, or go on until the database says that
   * another worker took it.
   */
  on_lease_loss: z.enum(["kill", "continue_until_fenced"]).default("kill"),
  pool: z.string().min(1).max(200).default("default_pool"),
  pool_slots: z.number().int().min(1).max(10_000).default(1),
  priority_weight: z.number().int().min(-1_000_000).max(1_000_000).default(1),
  queue: z
    .string()
    .regex(/^[a-z0-9_-]{1,60}$/, WORDS.queue_characters)
    .default("default"),
  env: Env.default({}),
  secrets: z.array(VariableKey).max(100).default([]),
  doc_md: Text.nullable().default(null),
};

const BashTask = z.strictObject({
  ...common,
  kind: z.literal("bash"),
  command: Argv.default([]),
  script: BundlePath.nullable().default(null),
});
const PythonTask = z.strictObject({
  ...common,
  kind: z.literal("python"),
  script: BundlePath.nullable().default(null),
  module: z
    .string()
    .regex(/^[A-Za-z_][\w.]*$/, WORDS.module_name)
    .nullable()
    .default(null),
  args: Argv.default([]),
});
const NodeTask = z.strictObject({
  ...common,
  kind: z.literal("node"),
  script: BundlePath,
  args: Argv.default([]),
});
const HttpTask = z.strictObject({
  ...common,
  kind: z.literal("http"),
  method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
  url: z
    .string()
    .max(2_000)
    .regex(/^https?:\/\//, WORDS.web_url),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/), Text).default({}),
  body: z.unknown().default(null),
  expect_status: z.array(z.number().int().min(100).max(599)).max(50).default([]),
  connection: z.string().max(200).nullable().default(null),
});
const SqlTask = z.strictObject({
  ...common,
  kind: z.literal("sql"),
  engine: z.enum(["duckdb", "postgres"]).default("duckdb"),
  statement: z.string().max(200_000).nullable().default(null),
  file: BundlePath.nullable().default(null),
  connection: z.string().max(200).nullable().default(null),
  inputs: z
    .record(
      z.string().regex(/^[A-Za-z_]\w{0,62}$/, WORDS.sql_name),
      z.union([ObjectUrl, z.array(ObjectUrl).max(1_000)]),
    )
    .default({}),
  outputs: z.record(z.string().regex(/^[A-Za-z_]\w{0,62}$/, WORDS.sql_name), ObjectUrl).default({}),
});
const EmptyTask = z.strictObject({ ...common, kind: z.literal("empty") });

export const TaskSpec = z.discriminatedUnion(
  "kind",
  [BashTask, PythonTask, NodeTask, HttpTask, SqlTask, EmptyTask],
  {
    error: (issue) => (issue.code === "invalid_union" ? WORDS.unknown_kind : undefined),
  },
);
export type TaskSpec = z.output<typeof TaskSpec>;
export type TaskSpecInput = z.input<typeof TaskSpec>;

/** Presets, as cron in the pipeline's zone. */
export const SCHEDULE_PRESETS: ReadonlyMap<string, string> = new Map([
  ["@hourly", "0 * * * *"],
  ["@daily", "0 0 * * *"],
  ["@weekly", "0 0 * * 0"],
  ["@monthly", "0 0 1 * *"],
  ["@quarterly", "0 0 1 */3 *"],
  ["@yearly", "0 0 1 1 *"],
]);
/** `"@daily"`, `"0 5 * * *"`, or either with a zone; every front end accepts these. */
export const Schedule = z.preprocess(
  (given) => (typeof given === "string" ? { cron: given } : given),
  z.strictObject({
    cron: z
      .string()
      .min(1)
      .max(200)
      .transform((cron) => SCHEDULE_PRESETS.get(cron.trim()) ?? cron),
    time_zone: z.string().min(1).max(100).default("UTC"),
  }),
);

export const DagSpec = z.strictObject({
  dag_id: Id,
  description: Text.nullable().default(null),
  owner: z.string().max(200).nullable().default(null),
  tags: z.array(z.string().min(1).max(60)).max(LIMITS.tags).default([]),
  doc_md: Text.nullable().default(null),
  schedule: Schedule.nullable().default(null),
  start_date: TaskDate.nullable().default(null),
  end_date: TaskDate.nullable().default(null),
  catchup: z.boolean().default(false),
  max_active_runs: z.number().int().min(1).max(1_000).default(16),
  max_active_tasks: z.number().int().min(1).max(5_000).default(16),
  dagrun_timeout_ms: DurationMs.min(1).nullable().default(null),
  /** JSON Schema (draft 2020-12) of an object. */
  params: z.record(z.string(), z.unknown()).default({}),
  /** False: what the tasks print stays out of the log search. Without a default, so that specs of before stay as they are. */
  log_search: z.boolean().optional(),
  tasks: z.array(TaskSpec).min(1, WORDS.no_tasks).max(LIMITS.tasks, `may hold at most ${LIMITS.tasks} tasks`),
});
export type DagSpec = z.output<typeof DagSpec>;
export type DagSpecInput = z.input<typeof DagSpec>;

// Replies of the API.

export const ImportReason = z.object({
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
});
export const PipelineSummary = z.object({
  dag_id: z.string(),
  description: z.string().nullable(),
  owner: z.string().nullable(),
  tags: z.array(z.string()),
  is_paused: z.boolean(),
  origin: z.string(),
  /** Its file in the pipelines folder; null for one saved over the API. */
  file_path: z.string().nullable(),
  schedule: z.object({ cron: z.string(), time_zone: z.string() }).nullable(),
  next_run_at: z.string().nullable(),
  /** Why the schedule creates no runs; null when it does, or without a schedule. */
  schedule_problem: ImportReason.nullable(),
  /** The schedule has an end date and makes no more runs. */
  schedule_ended: z.boolean(),
  stale_at: z.string().nullable(),
  version: z.number().nullable(),
  updated_at: z.string(),
});
export type PipelineSummary = z.infer<typeof PipelineSummary>;
const RecentRun = z.object({
  id: z.string(),
  run_key: z.string(),
  run_type: z.string(),
  state: z.string(),
  logical_date: z.string().nullable(),
  data_interval_start: z.string().nullable(),
  data_interval_end: z.string().nullable(),
  finished_at: z.string().nullable(),
  /** Of all its rounds; null while it has not ended. */
  ran_ms: z.number().nullable(),
});
/** With how it runs. */
export const PipelineRow = PipelineSummary.extend({
  /** Newest first, at most 14. */
  last_runs: z.array(RecentRun),
  /** The newest run that succeeded or failed. */
  last_ended: RecentRun.nullable(),
  running: z.number().int(),
  queued: z.number().int(),
  /** Of the last runs that succeeded or failed, at most 30: how many there are, and how many succeeded. */
  rated: z.number().int(),
  succeeded: z.number().int(),
});
export type PipelineRow = z.infer<typeof PipelineRow>;
export const PipelineQuery = PageQuery.extend({
  /** In the name, description, owner or a tag, in any case. */
  q: z.string().max(200).optional(),
  tag: z.string().max(60).optional(),
  owner: z.string().max(200).optional(),
  paused: z.enum(["true", "false"]).optional(),
  /** The newest run that succeeded or failed failed. */
  failing: z.enum(["true", "false"]).optional(),
  /** A run of it runs now. */
  running: z.enum(["true", "false"]).optional(),
});
/** By name. `tags` in use and `counts` are of all pipelines, on any page and with any filter. */
export const PipelinePage = pageOf(PipelineRow).extend({
  tags: z.array(z.string()),
  counts: z.object({
    all: z.number().int(),
    failing: z.number().int(),
    running: z.number().int(),
    active: z.number().int(),
    paused: z.number().int(),
  }),
});

export const Layout = z.object({
  nodes: z.record(z.string(), z.object({ x: z.number(), y: z.number() })),
  width: z.number(),
  height: z.number(),
});
export type Layout = z.infer<typeof Layout>;
export const VersionSummary = z.object({
  id: z.string(),
  number: z.number(),
  origin: z.string(),
  author: z.string().nullable(),
  message: z.string().nullable(),
  spec_sha256: z.string(),
  code_sha256: z.string().nullable(),
  created_at: z.string(),
});
export type VersionSummary = z.infer<typeof VersionSummary>;
/** `run_count`: runs on this version, in any state. */
export const VersionRow = VersionSummary.extend({ run_count: z.number().int() });
export type VersionRow = z.infer<typeof VersionRow>;
export const VersionList = z.object({ data: z.array(VersionRow) });
export const VersionDetail = VersionSummary.extend({ spec: DagSpec, layout: Layout });
export type VersionDetail = z.infer<typeof VersionDetail>;
export const PipelineDetail = PipelineRow.extend({ head: VersionDetail.nullable() });
export type PipelineDetail = z.infer<typeof PipelineDetail>;

export const SaveInput = z.strictObject({
  dag_id: Id,
  spec: z.unknown(),
  message: z.string().max(500).nullable().default(null),
  /** The version that the author started from; null for a new pipeline. */
  parent_id: z.string().max(60).nullable(),
});
/** A pipeline as a file declares it. */
export const FileInput = z.strictObject({
  /** Relative to the folder, such as "flights/pipeline.ts". */
  path: z.string().min(1).max(1_000),
  /** Other files that may hold the same dag_id; their pipeline is not taken over. */
  rivals: z.array(z.string()),
  spec: z.unknown(),
  /** The text of a file without a folder. */
  source: z.string().nullable(),
  code_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});
export type FileInput = z.output<typeof FileInput>;
export const PauseInput = z.strictObject({ dag_id: DagId, is_paused: z.boolean() });

export const BundleFile = z.object({ path: z.string(), size_bytes: z.number(), sha256: z.string() });
export type BundleFile = z.infer<typeof BundleFile>;
/** `definition`: the path of the file that declares the pipeline, as it was written; null where it is not kept. */
export const VersionFiles = z.object({
  code_sha256: z.string().nullable(),
  definition: z.string().nullable(),
  data: z.array(BundleFile),
});
export type VersionFiles = z.infer<typeof VersionFiles>;
/** `text` is null for a file that is not UTF-8 text or exceeds 1 MiB. */
export const VersionFile = BundleFile.extend({ text: z.string().nullable(), is_binary: z.boolean() });
export type VersionFile = z.infer<typeof VersionFile>;

export const ImportErrorView = z.object({
  id: z.string(),
  file_path: z.string(),
  dag_id: z.string().nullable(),
  /** Both count from 1. */
  line: z.number().nullable(),
  column: z.number().nullable(),
  /** JSON pointer into the spec. */
  field: z.string().nullable(),
  /** In English; the first of several problems. */
  message: z.string(),
  /** The same as a code with values; null for rows from before codes were stored. */
  reason: ImportReason.nullable(),
  /** How many more problems the file has. */
  more: z.number().int(),
  since: z.string(),
});
export type ImportErrorView = z.infer<typeof ImportErrorView>;
export const ImportErrorList = z.object({ data: z.array(ImportErrorView) });
