import * as z from "zod";
import { PageQuery, pageOf } from "@/lib/platform/pagination";
import {
  characters,
  GROUP_SORTS,
  keyProblem,
  MAX_EXPERIMENT_NAME,
  MAX_EXPERIMENT_TAG_VALUE,
  MAX_RUN_NAME,
  MAX_TAG_VALUE,
  NOTE_TAG,
  RUN_NAME_TAG,
} from "./values";

/** What the REST API and the pages say of experiments, where MLflow's protocol has forms of its own. */
export const LIFECYCLES = ["active", "deleted"] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

/** A token of a keyset page holds the values that its last row is sorted by. */
export const Page = PageQuery.extend({ cursor: z.string().max(8_000).optional() });

const text = (most: number) =>
  z.string().refine((value) => characters(value) <= most, { error: `must have at most ${most} characters` });
const Name = (most: number) => text(most).refine((name) => name.trim() !== "", "must not be blank");

/** The name and the note have fields of their own, so that no change says two things about them. */
const FIELD_TAGS: readonly string[] = [RUN_NAME_TAG, NOTE_TAG];
const TagKey = z.string().superRefine((key, { addIssue }) => {
  const problem = keyProblem(key);
  if (problem) addIssue({ code: "custom", message: `The name of a tag ${problem}` });
  if (FIELD_TAGS.includes(key))
    addIssue({ code: "custom", message: `Use name or description instead of the tag ${key}` });
});
const MAX_TAGS = 100;
const tags = (most: number) =>
  z
    .record(TagKey, text(most).nullable())
    .refine((record) => Object.keys(record).length <= MAX_TAGS, `must hold at most ${MAX_TAGS} tags`);

const Tags = z.record(z.string(), z.string());
export const ExperimentView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  lifecycle: z.enum(LIFECYCLES),
  created_at: z.string(),
  updated_at: z.string(),
  /** The name of the person or the service account, where it is known. */
  created_by: z.string().nullable(),
  /** Runs of the experiment's own lifecycle: of a deleted one, its deleted runs. */
  run_count: z.number().int(),
  last_run_at: z.string().nullable(),
  tags: Tags,
});
export type ExperimentView = z.infer<typeof ExperimentView>;
export const ExperimentPage = pageOf(ExperimentView);

export const ExperimentQuery = Page.extend({
  /** A part of the name. */
  search: z.string().max(500).optional(),
  lifecycle: z.enum(LIFECYCLES).default("active"),
});
export const ExperimentBody = z.strictObject({
  name: Name(MAX_EXPERIMENT_NAME),
  description: text(MAX_EXPERIMENT_TAG_VALUE).optional(),
});
/** What is left out stays; a tag that is null is removed, and so is an empty description. */
export const ExperimentChange = z.strictObject({
  name: Name(MAX_EXPERIMENT_NAME).optional(),
  description: text(MAX_EXPERIMENT_TAG_VALUE).nullish(),
  tags: tags(MAX_EXPERIMENT_TAG_VALUE).optional(),
});
export const ExperimentChangeInput = ExperimentChange.extend({ experiment_id: z.string().max(300) });

/** How the runs table is shown: what its address holds. */
export const TableState = z.strictObject({
  filter: z.string().max(4_000).default(""),
  /** Such as `-metrics.auc`. */
  sort: z.string().max(300).nullable().default(null),
  /** Null: those that are shown by themselves. */
  cols: z.array(z.string().max(300)).max(100).nullable().default(null),
  lifecycle: z.enum(LIFECYCLES).default("active"),
  group: z.array(z.string().max(300)).max(3).default([]),
  flat: z.boolean().default(false),
});
export type TableState = z.infer<typeof TableState>;
const MAX_VIEW_NAME = 100;
export const TableViewBody = z.strictObject({
  name: Name(MAX_VIEW_NAME),
  state: TableState,
  /** The team sees it too. */
  is_shared: z.boolean().default(false),
  /** What is shown to who opens the experiment; it is shared then. */
  is_default: z.boolean().default(false),
});
export const TableViewInput = TableViewBody.extend({ experiment_id: z.string().max(300) });
export const TableViewRef = z.object({ experiment_id: z.string().max(300), view_id: z.string().max(300) });
export const TableViewChange = z.strictObject({
  name: Name(MAX_VIEW_NAME).optional(),
  state: TableState.optional(),
  is_shared: z.boolean().optional(),
  is_default: z.boolean().optional(),
});
export const TableViewChangeInput = TableViewChange.extend(TableViewRef.shape);
export const TableView = z.object({
  id: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  is_own: z.boolean(),
  is_shared: z.boolean(),
  is_default: z.boolean(),
  state: TableState,
  updated_at: z.string(),
});
export type TableView = z.infer<typeof TableView>;
export const TableViewList = z.object({ data: z.array(TableView) });
export const TableViewSaved = z.object({ id: z.string() });

export const KEY_KINDS = ["metric", "param", "tag"] as const;
export type KeyKind = (typeof KEY_KINDS)[number];
export const KeyQuery = z.object({
  kind: z.enum(KEY_KINDS),
  /** A part of the key. */
  search: z.string().max(250).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const KeyInput = KeyQuery.extend({ experiment_id: z.string().max(300) });
export const KeyList = z.object({ data: z.array(z.string()), has_more: z.boolean() });

/** NaN is text, because JSON has no number for it. */
export const MetricNumber = z.union([z.number(), z.literal("NaN")]);
const runShape = {
  id: z.string(),
  experiment_id: z.string(),
  name: z.string(),
  /** As the client names it; else who made the run, where it is known. */
  user: z.string().nullable(),
  status: z.string(),
  lifecycle: z.enum(LIFECYCLES),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
};
const Flag = z.union([z.boolean(), z.stringbool()]);
const Numbers = z.record(z.string(), MetricNumber);
export const TrainingRunRow = z.object({
  ...runShape,
  /** Runs within it. */
  children: z.number().int(),
  /** Those of the keys that were asked for: of a metric the last value, the least, the greatest and the first one. */
  metrics: Numbers,
  min: z.record(z.string(), z.number().nullable()),
  max: z.record(z.string(), z.number().nullable()),
  first: z.record(z.string(), MetricNumber.nullable()),
  params: z.record(z.string(), z.string()),
  tags: Tags,
});
/** Fields of a row that hold values by their keys. */
export const VALUE_FIELDS = ["metrics", "min", "max", "first", "params", "tags"] as const;
export type ValueField = (typeof VALUE_FIELDS)[number];
export type TrainingRunRow = z.infer<typeof TrainingRunRow>;
export const TrainingRunPage = pageOf(TrainingRunRow);

/** Names with commas between: no key holds one. */
export function namesIn(list: string): string[] {
  return list.split(",").filter((name) => name.trim() !== "");
}
const list = (most: number) =>
  z
    .string()
    .max(4_000)
    .refine((value) => namesIn(value).length <= most, `must name at most ${most}`);
export const oneOrMore = (most: number) =>
  list(most).refine((value) => namesIn(value).length > 0, "must name at least one");
export const TrainingRunQuery = Page.extend({
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  /** One or more, with commas between. */
  experiment_id: oneOrMore(100),
  filter: z.string().max(4_000).default(""),
  /** Such as `metrics.auc DESC,start_time`. Without it the newest start comes first. */
  order_by: list(5).default(""),
  /** Which values come with each run, such as `metrics.auc,max.auc,params.lr,tags.team`. */
  keys: list(100).default(""),
  lifecycle: z.enum(LIFECYCLES).default("active"),
  /** Only runs that are within no other. */
  roots: Flag.default(false),
  /** Only runs within this one. */
  parent: z.string().max(300).optional(),
  /** With `group`: only the runs of one group. */
  group_by: list(3).default(""),
  /** The `values` of a group as JSON, such as `["0.1",null]`. */
  group: z.string().max(30_000).optional(),
});

export const RunExportQuery = TrainingRunQuery.omit({ limit: true, cursor: true });

export const RunGroupQuery = Page.extend({
  experiment_id: oneOrMore(100),
  filter: z.string().max(4_000).default(""),
  lifecycle: z.enum(LIFECYCLES).default("active"),
  /** Up to three names, such as `params.lr,attributes.status`. */
  group_by: oneOrMore(3),
  /** Up to ten metrics, such as `metrics.auc,max.auc`. */
  metrics: list(10).default(""),
  sort: z.enum(GROUP_SORTS).default("runs"),
  /** Which of the metrics is meant by mean, std, min, max and n; the first one without it. */
  sort_metric: z.string().max(300).optional(),
  descending: Flag.default(true),
});
/** From 1e150 on values count as infinite. */
const Statistic = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])]).nullable();
export const RunGroup = z.object({
  /** In the order of `group_by`; null where the runs have none. */
  values: z.array(z.string().nullable()),
  runs: z.number().int(),
  last_run_at: z.string().nullable(),
  /** By the name that was asked for. */
  metrics: z.record(
    z.string(),
    z.object({
      /** Runs that have a number; those with NaN; and those without the metric. Statistics are of the first. */
      n: z.number().int(),
      nan: z.number().int(),
      missing: z.number().int(),
      mean: Statistic,
      /** Of a sample: null where there is one run only. */
      std: Statistic,
      min: Statistic,
      max: Statistic,
    }),
  ),
});
export type RunGroup = z.infer<typeof RunGroup>;
export const RunGroupPage = pageOf(RunGroup).extend({
  /** Of all groups together. */
  groups: z.number().int(),
  runs: z.number().int(),
});

export const TrainingRunDetail = z.object({
  ...runShape,
  experiment_name: z.string(),
  description: z.string().nullable(),
  /** The run of a pipeline whose task made it. */
  dag_run_id: z.string().nullable(),
  attempt_id: z.string().nullable(),
  params: z.array(z.object({ key: z.string(), value: z.string() })),
  /** How many there are. */
  metric_count: z.number().int(),
  /** The latest point of each of the first hundred by name; the operation of the metrics has all. */
  metrics: z.array(
    z.object({ key: z.string(), value: MetricNumber, step: z.number(), at: z.string().nullable() }),
  ),
  tags: Tags,
  datasets: z.array(
    z.object({
      name: z.string(),
      digest: z.string(),
      source_type: z.string(),
      source: z.string(),
      context: z.string().nullable(),
    }),
  ),
});
export type TrainingRunDetail = z.infer<typeof TrainingRunDetail>;

export const TrainingRunChange = z.strictObject({
  name: Name(MAX_RUN_NAME).optional(),
  description: text(MAX_TAG_VALUE).nullish(),
  tags: tags(MAX_TAG_VALUE).optional(),
});
export const TrainingRunChangeInput = TrainingRunChange.extend({ run_id: z.string().max(300) });

const MOST_RUNS = 500;
const run_ids = z.array(z.string().max(300)).min(1).max(MOST_RUNS);
export const TrainingRunsBody = z.strictObject({ run_ids });
export const TrainingRunsTagBody = z.strictObject({ run_ids, tags: tags(MAX_TAG_VALUE) });
export const TrainingRunsMoveBody = z.strictObject({
  run_ids: z.array(z.string().max(300)).min(1).max(5_000),
  /** Where they go. */
  experiment_id: z.string().max(300),
  /** The runs within them go too. */
  with_children: z.boolean().default(true),
});
/** Only those that were elsewhere, by where they came from. */
export const MovedRuns = z.object({
  moved: z.array(z.object({ experiment_id: z.string(), run_ids: z.array(z.string()) })),
});
export type MovedRuns = z.infer<typeof MovedRuns>;
/** Those that were not so before, to be turned back. */
export const ChangedRuns = z.object({ changed: z.array(z.string()) });
/** How many values stood there before and are replaced or removed. */
export const TaggedRuns = z.object({ changed: z.number().int(), replaced: z.number().int() });

const MetricKey = z.string().min(1).max(250);
export const PointQuery = Page.extend({
  key: MetricKey,
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
});
export const PointInput = PointQuery.extend({ run_id: z.string().max(300) });
const Point = z.object({ step: z.number(), at: z.string().nullable(), value: MetricNumber });
export const PointPage = pageOf(Point);
