import * as z from "zod";
import { PageQuery, pageOf } from "@/lib/platform/pagination";
import { BATCH_FILES, BATCH_STATES, FORMATS, LIMITS } from "./values";

const Id = z.string().max(100);
/** Chosen by the uploader. */
const UploadId = z
  .string()
  .regex(/^[A-Za-z0-9-]{8,64}$/, { error: "may hold letters, digits and - (8 to 64)" });

const FILE_SOURCES = [
  z.strictObject({ path: z.string().max(2_000) }),
  z.strictObject({ artifact_id: Id }),
  z.strictObject({ upload: UploadId }),
] as const;
const Source = z.union([
  ...FILE_SOURCES,
  z.strictObject({
    rows: z
      .array(z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]))
      .min(1)
      .max(LIMITS.givenRows),
  }),
]);
/** Of rows that were sent it is kept how many they were. */
const KeptSource = z.union([...FILE_SOURCES, z.strictObject({ row_count: z.number().int() })]);
export type KeptSource = z.infer<typeof KeptSource>;
export type FileSource = Exclude<KeptSource, { row_count: number }>;

const ModelVersion = z.strictObject({
  name: z.string().min(1).max(256),
  version: z.number().int().min(1).max(999_999_999),
});

export const BatchInput = z
  .strictObject({
    endpoint: z.string().max(300).optional(),
    model: ModelVersion.optional(),
    source: Source.meta({
      description:
        "An object of this installation's bucket (s3://bucket/key), an artifact of a run, or an upload, compressed by gzip too; or the rows themselves, as in instances: up to 10,000 entities.",
    }),
    format: z.enum(FORMATS).optional().meta({ description: "Of a file." }),
    key_columns: z.array(z.string().min(1).max(1_000)).max(LIMITS.keyColumns).optional().meta({
      description:
        "Columns that stand beside the answers; the model need not know them. Without it the join keys of the endpoint's features.",
    }),
    rows_per_run: z.number().int().min(1).max(LIMITS.rowsPerRun).default(1).meta({
      description:
        "Answers are those of requests with so many rows each, in order. More is faster, and a model may answer a row differently beside others.",
    }),
    deadline_ms: z.number().int().min(100).max(LIMITS.deadlineMs).default(10_000),
  })
  .refine(({ endpoint, model }) => (endpoint === undefined) !== (model === undefined), {
    path: ["endpoint"],
    error: "name an endpoint, or a model with its version",
  })
  .refine(({ source, format }) => "rows" in source !== (format !== undefined), {
    path: ["format"],
    error: "say the format of a file, and none of rows",
  });
export type BatchInput = z.infer<typeof BatchInput>;

export const BatchView = z.object({
  id: z.string(),
  /** Whose variant at the start it is; null for a version that was named. */
  endpoint: z.string().nullable(),
  model: z.object({ name: z.string(), version: z.number().int() }),
  /** Whose features are joined to the rows; that of the endpoint at the start. */
  feature_service: z.string().nullable(),
  source: KeptSource,
  format: z.enum(FORMATS),
  key_columns: z.array(z.string()),
  rows_per_run: z.number().int(),
  deadline_ms: z.number().int(),
  state: z.enum(BATCH_STATES),
  /** Null until they are counted. */
  rows: z.number().int().nullable(),
  rows_done: z.number().int(),
  /** Of those: rows without an answer. */
  rows_failed: z.number().int(),
  parts: z.number().int(),
  parts_done: z.number().int(),
  parts_failed: z.number().int(),
  error: z.string().nullable(),
  /** Addresses of the objects, once they are written. */
  files: z.record(z.enum(BATCH_FILES), z.string()).nullable(),
  created_by: z.string(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
});
export type BatchView = z.infer<typeof BatchView>;

export const BatchQuery = PageQuery.extend({
  state: z.enum(BATCH_STATES).optional(),
  endpoint: z.string().max(300).optional(),
});
export const BatchPage = pageOf(BatchView);
export const BatchRef = z.strictObject({ id: Id });
export const BatchFileRef = BatchRef.extend({ file: z.enum(BATCH_FILES) });

const RowError = z.object({
  row: z.number().int(),
  column: z.string(),
  type: z.string(),
  problem: z.string(),
});
export const ErrorSample = z.object({ data: z.array(RowError) });
export type ErrorSample = z.infer<typeof ErrorSample>;

export const UploadPart = z.strictObject({
  upload: UploadId,
  part: z.coerce
    .number()
    .int()
    .min(0)
    .max(LIMITS.uploadParts - 1),
});
export const Uploaded = z.object({
  upload: z.string(),
  part: z.number().int(),
  size_bytes: z.number().int(),
});

export { AsyncAccepted, AsyncPredictionView } from "./async/schema";
