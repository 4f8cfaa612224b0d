import * as z from "zod";
import { WORDS } from "@/lib/platform/field-error";
import { Instant } from "@/lib/platform/instant";
import { pageOf } from "@/lib/platform/pagination";
import { ColumnName, changedDescription, described, describedView, Name } from "./described-schema";
import {
  ENTITY_TYPES,
  EXPRESSION_TYPES,
  FEATURE_TYPES,
  LIMITS,
  SOURCE_FORMATS,
  SOURCE_KINDS,
  TRAINING_SET_FILES,
} from "./values";

export { FeatureAuditList, type FeatureAuditView } from "./audit/schema";
export { ViewProfileInput } from "./profile/schema";
export { OnlineRepair, OnlineStoreState, type OnlineViewState, RepairInput } from "./repair/schema";

export const FeatureEntityInput = z.strictObject({
  name: Name,
  /** The column that names one of them; the entity's name when it is left out. */
  join_key: ColumnName.optional(),
  value_type: z.enum(ENTITY_TYPES),
  ...described,
});
export const FeatureEntityChange = z.strictObject(changedDescription);
export const FeatureEntityView = z.object({
  name: z.string(),
  join_key: z.string(),
  value_type: z.enum(ENTITY_TYPES),
  ...describedView,
});
export type FeatureEntityView = z.infer<typeof FeatureEntityView>;
export const FeatureEntityList = z.object({ data: z.array(FeatureEntityView) });

export const FeatureField = z.strictObject({ name: ColumnName, type: z.enum(FEATURE_TYPES) });
export type FeatureField = z.infer<typeof FeatureField>;
const Entities = z.array(z.string().max(100)).min(1).max(LIMITS.joinKeys);
const Fields = z.array(FeatureField).min(1).max(LIMITS.fields);
const MAX_TTL_SECONDS = 2_000_000_000;
/** 0: values never grow too old. */
const Ttl = z.number().int().min(0).max(MAX_TTL_SECONDS);

export const FeatureViewInput = z.strictObject({
  name: Name,
  entities: Entities,
  fields: Fields,
  ttl_seconds: Ttl.default(0),
  /** The name that pushes go to. */
  push_source: Name.nullable().default(null),
  /** The data source that it is materialised from. */
  source: Name.nullable().default(null),
  ...described,
});
export const FeatureViewChange = z.strictObject({
  entities: Entities.optional(),
  fields: Fields.optional(),
  ttl_seconds: Ttl.optional(),
  push_source: Name.nullable().optional(),
  source: Name.nullable().optional(),
  ...changedDescription,
});
const schemaOfView = { entities: z.array(z.string()), fields: z.array(FeatureField) };
export const FeatureViewView = z.object({
  name: z.string(),
  /** 0 first; each change of entities or fields makes the next one. */
  schema_version: z.number().int(),
  ...schemaOfView,
  ttl_seconds: z.number().int(),
  push_source: z.string().nullable(),
  source: z.string().nullable(),
  ...describedView,
});
export type FeatureViewView = z.infer<typeof FeatureViewView>;
export const FeatureViewList = z.object({ data: z.array(FeatureViewView) });
export const FeatureViewSchema = z.object({
  schema_version: z.number().int(),
  ...schemaOfView,
  created_by: z.string().nullable(),
  created_at: z.string(),
});
export const FeatureViewSchemaList = z.object({ data: z.array(FeatureViewSchema) });

const Reference = z.string().max(210).meta({ description: "view:feature" });
const References = z.array(Reference).min(1).max(LIMITS.fields);

/** What a request brings, under the name of its column. */
export const RequestField = z.strictObject({ name: ColumnName, type: z.enum(EXPRESSION_TYPES) });
export type RequestField = z.infer<typeof RequestField>;
export const ComputedField = z.strictObject({
  name: ColumnName,
  type: z.enum(EXPRESSION_TYPES),
  /** Over the names of inputs and request fields. */
  expression: z.string().min(1).max(LIMITS.expressionLength),
});
export type ComputedField = z.infer<typeof ComputedField>;
/** A name in expressions to view:feature. */
const Inputs = z
  .record(ColumnName, Reference)
  .refine((inputs) => Object.keys(inputs).length <= LIMITS.inputs, {
    error: `may hold at most ${LIMITS.inputs} features`,
  });
const computed = {
  inputs: Inputs,
  request: z.array(RequestField).max(LIMITS.inputs),
  features: z.array(ComputedField).min(1).max(LIMITS.computed),
};
export const OnDemandViewInput = z.strictObject({
  name: Name,
  ...computed,
  inputs: computed.inputs.default({}),
  request: computed.request.default([]),
  ...described,
});
export const OnDemandViewChange = z.strictObject({
  inputs: computed.inputs.optional(),
  request: computed.request.optional(),
  features: computed.features.optional(),
  ...changedDescription,
});
export const OnDemandViewView = z.object({
  name: z.string(),
  /** 0 first; each change of inputs, request fields or features makes the next one. */
  schema_version: z.number().int(),
  inputs: z.record(z.string(), z.string()),
  request: z.array(RequestField),
  features: z.array(ComputedField),
  ...describedView,
});
export type OnDemandViewView = z.infer<typeof OnDemandViewView>;
export const OnDemandViewList = z.object({ data: z.array(OnDemandViewView) });

/** A computation that need not be there yet, with values by the names of its inputs and request fields. */
export const OnDemandTrial = z.strictObject({
  ...computed,
  inputs: computed.inputs.default({}),
  request: computed.request.default([]),
  values: z.record(z.string().max(100), z.unknown()).default({}),
});
export const OnDemandResult = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      type: z.enum(EXPRESSION_TYPES),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
      problem: z.string().nullable().meta({ description: "Why it cannot be computed of these values." }),
    }),
  ),
});
export type OnDemandResult = z.infer<typeof OnDemandResult>;

export const FeatureServiceInput = z.strictObject({ name: Name, features: References, ...described });
export const FeatureServiceChange = z.strictObject({
  features: References.optional(),
  ...changedDescription,
});
export const FeatureServiceView = z.object({
  name: z.string(),
  features: z.array(z.string()),
  ...describedView,
});
export type FeatureServiceView = z.infer<typeof FeatureServiceView>;
export const FeatureServiceList = z.object({ data: z.array(FeatureServiceView) });

/** The name of a column of a file. */
const SourceColumn = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, { error: "may hold no control characters" });
/** s3://<bucket>/<key>, or s3:///<key> in the bucket of this installation; with a slash at the end all files of the format below it. */
const ObjectPath = z
  .string()
  .max(1_000)
  .regex(/^s3:\/\/[^/]*\/.+/, WORDS.object_url);
const sourceFields = {
  format: z.enum(SOURCE_KINDS),
  /** Of files; null for a query. */
  path: ObjectPath.nullable(),
  /** The id of a Postgres connection of the settings; null for files. */
  connection: z.string().min(1).max(200).nullable(),
  /** One SELECT, which can only read; null for files. */
  query: z.string().min(1).max(LIMITS.queryLength).refine(hasNoNul, WORDS.no_nul).nullable(),
  /** When a row became true. */
  timestamp_field: SourceColumn,
  /** When it was written: of two rows of one moment the later one counts. */
  created_timestamp_field: SourceColumn.nullable(),
  /** Names of columns in the files to names of features and join keys, where these differ. */
  field_mapping: z
    .record(SourceColumn, ColumnName)
    .refine((mapping) => Object.keys(mapping).length <= LIMITS.fields, {
      error: `may hold at most ${LIMITS.fields} columns`,
    }),
};
export const FeatureSourceInput = z.strictObject({
  name: Name,
  ...sourceFields,
  path: sourceFields.path.default(null),
  connection: sourceFields.connection.default(null),
  query: sourceFields.query.default(null),
  created_timestamp_field: sourceFields.created_timestamp_field.default(null),
  field_mapping: sourceFields.field_mapping.default({}),
  ...described,
});
export const FeatureSourceChange = z.strictObject({
  format: sourceFields.format.optional(),
  path: sourceFields.path.optional(),
  connection: sourceFields.connection.optional(),
  query: sourceFields.query.optional(),
  timestamp_field: sourceFields.timestamp_field.optional(),
  created_timestamp_field: sourceFields.created_timestamp_field.optional(),
  field_mapping: sourceFields.field_mapping.optional(),
  ...changedDescription,
});
export const FeatureSourceView = z.object({
  name: z.string(),
  format: z.enum(SOURCE_KINDS),
  path: z.string().nullable(),
  connection: z.string().nullable(),
  query: z.string().nullable(),
  timestamp_field: z.string(),
  created_timestamp_field: z.string().nullable(),
  field_mapping: z.record(z.string(), z.string()),
  ...describedView,
});
export type FeatureSourceView = z.infer<typeof FeatureSourceView>;
export const FeatureSourceList = z.object({ data: z.array(FeatureSourceView) });

/** Of a data source, by its path below the source's. */
export const SourceFileQuery = z.strictObject({
  path: z.string().min(1).max(1_000).refine(hasNoNul, WORDS.no_nul),
  as: z.enum(["auto", "text"]).default("auto"),
});
export const SourceFileList = z.object({
  data: z.array(z.object({ path: z.string(), size_bytes: z.number().int() })),
  size_bytes: z.number().int(),
  is_cut: z.boolean().meta({ description: "There are more files than a data source may have." }),
});

/** The range of event times, start inclusive, end exclusive; without a start from where the last one ended. */
export const MaterializationInput = z.strictObject({ start: Instant.optional(), end: Instant.optional() });
/** What Feast's clients send; fields of newer ones are let be. */
export const FeastMaterialization = z.object({
  start_ts: z.string().max(100).nullish().transform(absent),
  end_ts: z.string().max(100),
  feature_views: z.array(z.string().max(300)).min(1).max(LIMITS.definitions).nullish().transform(absent),
  disable_event_timestamp: z.boolean().default(false),
});
export const MaterializationView = z.object({
  /** Of the long job that does it, or did. */
  id: z.string(),
  start: z.string(),
  end: z.string(),
  state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
  /** Entities that were written; null before the end. */
  rows: z.number().int().nullable(),
  duration_seconds: z.number().nullable(),
  error: z.string().nullable(),
  created_at: z.string(),
  ended_at: z.string().nullable(),
});
export type MaterializationView = z.infer<typeof MaterializationView>;
export const MaterializationList = z.object({ data: z.array(MaterializationView) });

const entityTime = {
  timestamp_field: SourceColumn.optional().meta({
    description: "The column that says as of when; event_timestamp when it is left out.",
  }),
};
/** Its files have the time and the join keys; other columns are kept. */
const EntityFiles = z.strictObject({ format: z.enum(SOURCE_FORMATS), path: ObjectPath, ...entityTime });
const EntityRows = z.strictObject({
  rows: z.string().min(1).max(LIMITS.entityRowsLength).refine(hasNoNul, WORDS.no_nul).meta({
    description: "CSV with a first line of names, for a few rows that are in no file.",
  }),
  ...entityTime,
});
/** Entity rows, and the features that each of them is to have as of its time. */
export const TrainingSetInput = z.strictObject({
  entities: EntityFiles,
  features: References.optional(),
  feature_service: z.string().max(300).optional(),
  full_feature_names: z.boolean().default(false),
  /** Leaves out rows that were created after the time of the entity row. */
  filter_by_created_timestamp: z.boolean().default(false),
});
export type TrainingSetInput = z.infer<typeof TrainingSetInput>;
export const TrainingSetRequest = TrainingSetInput.extend({ entities: z.union([EntityFiles, EntityRows]) });

export const TrainingSetView = z.object({
  /** Of the long job that makes it, or made it. */
  id: z.string(),
  state: MaterializationView.shape.state,
  entities: EntityFiles,
  feature_service: z.string().nullable(),
  features: z.array(z.string()).nullable(),
  full_feature_names: z.boolean(),
  filter_by_created_timestamp: z.boolean(),
  /** Null before the end. */
  rows: z.number().int().nullable(),
  duration_seconds: z.number().nullable(),
  error: z.string().nullable(),
  /** s3://, once it is there. */
  data: z.string().nullable(),
  created_by: z.string(),
  created_at: z.string(),
  ended_at: z.string().nullable(),
});
export type TrainingSetView = z.infer<typeof TrainingSetView>;
export const TrainingSetPage = pageOf(TrainingSetView);

const Stamps = z.array(z.object({ key: z.string(), etag: z.string(), size_bytes: z.number() }));
/** Of what it was made: what its file manifest.json says. */
export const TrainingSetManifest = z.object({
  made_at: z.string(),
  entity_files: Stamps,
  views: z.array(
    z.object({
      name: z.string(),
      schema_version: z.number(),
      ttl_seconds: z.number(),
      features: z.array(z.object({ name: z.string(), type: z.string(), column: z.string().nullable() })),
      source: z.string(),
      files: Stamps,
    }),
  ),
  on_demand_views: z.array(
    z.object({
      name: z.string(),
      schema_version: z.number(),
      features: z.array(z.object({ name: z.string(), type: z.string(), column: z.string() })),
    }),
  ),
});
export type TrainingSetManifest = z.infer<typeof TrainingSetManifest>;
export const TrainingSetDetail = TrainingSetView.extend({ manifest: TrainingSetManifest.nullable() });
export type TrainingSetDetail = z.infer<typeof TrainingSetDetail>;
export const TrainingSetFileQuery = z.strictObject({
  path: z.enum(TRAINING_SET_FILES),
  as: z.enum(["auto", "text"]).default("auto"),
});

const Columns = z.record(z.string().max(200), z.array(z.unknown()));
/** What Feast's clients send; fields of newer ones are let be. */
export const OnlineQuestion = z.object({
  entities: Columns.meta({ description: "Join keys, each with one value a row; at most 1,000 rows." }),
  features: z.array(z.string().max(210)).min(1).max(LIMITS.references).nullish().transform(absent),
  feature_service: z.string().max(300).nullish().transform(absent),
  full_feature_names: z.boolean().default(false),
  include_feature_view_version_metadata: z.boolean().default(false),
});
/** Feast's names. */
export const FeatureStatus = z.enum(["PRESENT", "NULL_VALUE", "NOT_FOUND", "OUTSIDE_MAX_AGE"]);
export type FeatureStatus = z.infer<typeof FeatureStatus>;
export const OnlineAnswer = z.object({
  metadata: z.object({ feature_names: z.array(z.string()) }),
  results: z.array(
    z.object({
      values: z.array(z.unknown()),
      statuses: z.array(FeatureStatus),
      event_timestamps: z.array(z.string()),
    }),
  ),
});
/** The same question without options of answers, for people: few entities, answered view by view with ages. */
export const FeatureLookUp = z.strictObject({
  entities: OnlineQuestion.shape.entities,
  features: OnlineQuestion.shape.features,
  feature_service: OnlineQuestion.shape.feature_service,
});
const AnsweredView = z.object({
  view: z.string(),
  schema_version: z.number().int(),
  ttl_seconds: z.number().int(),
  /** Of the row that is stored; null without one. */
  event_timestamp: z.string().nullable(),
  age_seconds: z.number().nullable(),
  written_under_schema: z.number().int().nullable(),
  features: z.array(
    z.object({
      name: z.string(),
      type: z.enum(FEATURE_TYPES),
      status: FeatureStatus,
      value: z
        .unknown()
        .meta({ description: "null unless PRESENT. Whole numbers beyond 2^53 are their digits as text." }),
    }),
  ),
});
export type AnsweredView = z.infer<typeof AnsweredView>;
export const FeatureAnswer = z.object({
  data: z.array(z.object({ entity: z.record(z.string(), z.string()), views: z.array(AnsweredView) })),
});
export const OnlineWrite = z.object({ feature_view_name: z.string().max(300), df: Columns });
export const PushedRows = z.object({
  push_source_name: z.string().max(300),
  df: Columns,
  to: z.enum(["online", "offline", "online_and_offline"]).default("online"),
});
export const OnlineEntity = z.object({
  view: z.string(),
  schema_version: z.number().int(),
  ttl_seconds: z.number().int(),
  event_timestamp: z.string().nullable(),
  age_seconds: z.number().nullable(),
  written_under_schema: z.number().int().nullable(),
  features: z.record(
    z.string(),
    z.object({ type: z.enum(FEATURE_TYPES), status: z.string(), value: z.unknown() }),
  ),
});

function hasNoNul(text: string): boolean {
  return !text.includes("\0");
}

function absent<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}
