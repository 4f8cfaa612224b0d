import * as z from "zod";
import { CREATED, ENTITY_TYPES, EVENT_TIME, FEATURE_TYPES, LIMITS } from "./values";

const RESERVED: ReadonlySet<string> = new Set([EVENT_TIME, CREATED]);

/** The name of a column: a join key or a feature. Two underscores are what separates it from its view in answers. */
const ColumnName = z
  .string()
  .regex(/^(?!__)[A-Za-z_][A-Za-z0-9_]{0,99}$/, {
    error: "may hold letters, digits and _ (up to 100), and begins with a letter or one _",
  })
  .refine((name) => !RESERVED.has(name), {
    error: `may not be ${EVENT_TIME} or ${CREATED}: these columns say when`,
  });
/** Names of entities, views, services and push sources. ":" and "@" have a meaning in references. */
const Name = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,99}$/, {
  error: "may hold letters, digits, _, - and . (up to 100), and begins with a letter",
});

const described = {
  description: z.string().max(5_000).default(""),
  owner: z.string().max(200).default(""),
  tags: z
    .record(z.string().min(1).max(200), z.string().max(1_000))
    .refine((tags) => Object.keys(tags).length <= 100, { error: "may hold at most 100 tags" })
    .default({}),
};
const changedDescription = {
  description: described.description.unwrap().optional(),
  owner: described.owner.unwrap().optional(),
  tags: described.tags.unwrap().optional(),
};
const stamps = { version: z.number().int(), created_at: z.string(), updated_at: z.string() };
const describedView = {
  description: z.string(),
  owner: z.string(),
  tags: z.record(z.string(), z.string()),
  ...stamps,
};

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
  ...described,
});
export const FeatureViewChange = z.strictObject({
  entities: Entities.optional(),
  fields: Fields.optional(),
  ttl_seconds: Ttl.optional(),
  push_source: Name.nullable().optional(),
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

const References = z
  .array(z.string().max(210).meta({ description: "view:feature" }))
  .min(1)
  .max(LIMITS.fields);
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

function absent<T>(value: T | null | undefined): T | undefined {
  return value ?? undefined;
}
