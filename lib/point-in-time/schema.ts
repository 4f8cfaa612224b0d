import * as z from "zod";
import type { ExpressionFeature, ExpressionInput } from "@/lib/on-demand";

/** A column of a file, and what it is to be: a type of features, under Feast's name. */
export type WantedColumn = { column: string; name: string; type: string };
/** Names below the folder of the process. */
export type Files = {
  format: "parquet" | "csv";
  names: readonly string[];
  /** A CSV file of ours, which tells null and the empty text apart. */
  hasMarkedNulls?: boolean;
};

/** Rows of a data source as a view sees them. Names of files are ours; all other names are looked up among its columns. */
export type SourceRows = {
  name: string;
  files: Files;
  timestampField: string;
  createdField: string | null;
  keys: readonly WantedColumn[];
  features: readonly WantedColumn[];
};

/** The latest row of each entity in [startUs, endUs). `lateSinceUs`: also older ones that were created since. */
export type LatestJob = {
  kind: "latest";
  source: SourceRows;
  startUs: number;
  endUs: number;
  lateSinceUs: number | null;
  /** So many of them by chance. The total counts all. */
  sample?: number;
};

/** `outputs`: the column of each feature; null for one that is only computed with. */
export type JoinedView = { source: SourceRows; ttlUs: number; outputs: readonly (string | null)[] };
/** What an expression reads: a feature of a joined view by its places, or a column of the entity rows. */
export type ComputedInput = ExpressionInput & {
  from: { view: number; feature: number } | { column: string };
};
/** Features that are computed of each row. */
export type ComputedView = {
  name: string;
  inputs: readonly ComputedInput[];
  features: readonly (ExpressionFeature & { output: string })[];
};
/** For each row of `entities` what each view knew at its time, as a parquet file. */
export type JoinJob = {
  kind: "join";
  entities: Files;
  /** The column that has the time of each entity row. */
  timeField: string;
  views: readonly JoinedView[];
  computed: readonly ComputedView[];
  /** Rows of a source that were created after an entity row's time are left out of its answer. */
  createdFilter: boolean;
  output: string;
};

/** The columns of files, and their rows in order as JSON. */
export type FileColumnsJob = { kind: "columns"; files: Files };
export type FileRowsJob = {
  kind: "rows";
  files: Files;
  columns: readonly { name: string; asText: boolean }[];
};
/** Files of JSON lines into one parquet file. `isText`: it stands there as text, and becomes its type. */
export type GatherJob = {
  kind: "gather";
  names: readonly string[];
  columns: readonly { key: string; type: string; isText: boolean; name: string }[];
  output: string;
};

/** What a query of a Postgres database gives, as a CSV file with marked nulls. */
export type QueryJob = {
  kind: "query";
  /** What the source is called in refusals. */
  source: string;
  connection: {
    host: string;
    port: number;
    login: string | null;
    database: string | null;
    password: string | null;
    sslmode: string | null;
  };
  query: string;
  output: string;
  timeoutMs: number;
  mostRows: number;
  mostBytes: number;
};

/** How the values of each column are spread, as JSON texts [ColumnProfile]. */
export type ProfileJob = { kind: "profile"; files: Files };

/** The most frequent texts that a profile has, and how much of each: longer ones that begin the same are one. */
export const PROFILED_TEXTS = { top: 20, length: 200 } as const;
const Counted = { name: z.string(), rows: z.number(), nulls: z.number() };
/**
 * How the values of one column are spread. A number's `edges` are the smallest value and those at which a hundredth of all is
 * reached: [value, how many are smaller, how many are smaller or equal]. So between two of them lies less than a hundredth. Truth
 * is 1 and 0; what is no finite number counts as null. A text's `top` are its most frequent values with their counts.
 */
export const ColumnProfile = z.discriminatedUnion("kind", [
  z.object({
    ...Counted,
    kind: z.literal("number"),
    edges: z.array(z.tuple([z.number(), z.number(), z.number()])),
  }),
  z.object({
    ...Counted,
    kind: z.literal("text"),
    top: z.array(z.tuple([z.string(), z.number()])),
    distinct: z.number(),
  }),
  z.object({ ...Counted, kind: z.literal("other") }),
]);
export type ColumnProfile = z.infer<typeof ColumnProfile>;
/** `rows` of the file; columns were counted over a sample of them where there are many. */
export const FileProfile = z.object({ rows: z.number(), columns: z.array(ColumnProfile) });
export type FileProfile = z.infer<typeof FileProfile>;

/**
 * How the features of a source are spread in [startUs, endUs), as JSON texts: first SourceTimes, then a FeatureProfile each. Null
 * where there is no end.
 */
export type SourceProfileJob = {
  kind: "profile-source";
  source: SourceRows;
  startUs: number | null;
  endUs: number | null;
};
/** The first and the last event time of these rows; null without rows. */
export const SourceTimes = z.tuple([z.number().nullable(), z.number().nullable()]);
/** With numbers counted in parts of one width between the smallest and the greatest; none of other columns. */
export const FeatureProfile = z.tuple([ColumnProfile, z.array(z.number())]);
export type FeatureProfile = z.infer<typeof FeatureProfile>;

type ChildWork =
  | LatestJob
  | JoinJob
  | FileColumnsJob
  | FileRowsJob
  | GatherJob
  | QueryJob
  | ProfileJob
  | SourceProfileJob;
export type ChildJob = { memoryMb: number; threads: number; work: ChildWork };
/** What the child says: first how many rows there are, then each as an array, and how it ended. */
export type ChildLine = { total: number } | { refused: string } | { ended: true };
