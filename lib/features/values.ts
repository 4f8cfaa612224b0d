import { EXPRESSION_LIMITS } from "@/lib/on-demand/values";

/** Types of features, under Feast's names. */
const SCALARS = ["STRING", "INT32", "INT64", "FLOAT", "DOUBLE", "BOOL", "BYTES", "UNIX_TIMESTAMP"] as const;
export type ScalarType = (typeof SCALARS)[number];
const LISTS = [
  "STRING_LIST",
  "INT32_LIST",
  "INT64_LIST",
  "FLOAT_LIST",
  "DOUBLE_LIST",
  "BOOL_LIST",
  "BYTES_LIST",
  "UNIX_TIMESTAMP_LIST",
] as const satisfies readonly `${ScalarType}_LIST`[];
export const FEATURE_TYPES = [...SCALARS, ...LISTS] as const;
export type FeatureType = (typeof FEATURE_TYPES)[number];

/** What an expression reads and gives: no lists and no bytes. */
export { EXPRESSION_TYPES, type ExpressionType } from "@/lib/on-demand/values";

/** A fraction is no identity: two that are written alike may differ. */
export const ENTITY_TYPES = ["STRING", "INT32", "INT64"] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

/** What a data source's files are. */
export const SOURCE_FORMATS = ["parquet", "csv"] as const;
export type SourceFormat = (typeof SOURCE_FORMATS)[number];
/** What a data source is: files of a format, or a query. */
export const SOURCE_KINDS = [...SOURCE_FORMATS, "postgres"] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Columns that say when: no feature and no join key has such a name. */
export const EVENT_TIME = "event_timestamp";
export const CREATED = "created";

/** Of a training set, under its id in the bucket. */
export const TRAINING_SET_FILES = ["data.parquet", "manifest.json"] as const;
export type TrainingSetFile = (typeof TRAINING_SET_FILES)[number];

export const LIMITS = {
  /** Of entities, of views and of services. */
  definitions: 1_000,
  fields: 500,
  joinKeys: 8,
  references: 2_000,
  /** Rows of one question. */
  rows: 1_000,
  /** Rows times features of one question. */
  values: 250_000,
  writtenRows: 10_000,
  textLength: 65_536,
  keyLength: 1_000,
  listLength: 16_384,
  /** Of one data source. */
  sourceFiles: 1_000,
  sourceBytes: 8 * 1024 ** 3,
  /** Of a query. */
  sourceRows: 50_000_000,
  queryLength: 50_000,
  /** Of rows that are sent with the question of a training set. */
  entityRowsLength: 500_000,
  /** Features that an on-demand view reads, and fields of its request. */
  inputs: 100,
  /** Features of an on-demand view. */
  computed: 100,
  expressionLength: EXPRESSION_LIMITS.length,
  /** Rows times parts of the expressions of one question: some tenths of a second. */
  steps: 2_000_000,
  /** Materialisations of a view that are shown. */
  materializations: 500,
} as const;
