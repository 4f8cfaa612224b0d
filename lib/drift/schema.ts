import * as z from "zod";
import { FEATURE_TYPES } from "@/lib/features/values";
import { Instant } from "@/lib/platform/instant";
import { DRIFT_LEVELS, FEWEST_ROWS, REFERENCE_KINDS } from "./values";

const EndpointName = z.string().min(1).max(300);
export const EndpointRef = z.strictObject({ endpoint: EndpointName });

const TrainingSetId = z
  .string()
  .regex(/^[A-Za-z0-9_]{1,100}$/, { error: "must be the id of a training set" });

export const ReferenceInput = z
  .union([
    z.strictObject({ training_set: TrainingSetId }),
    z.strictObject({ path: z.string().min(1).max(2_000) }),
    z.strictObject({ from: Instant, to: Instant }),
  ])
  .meta({
    description:
      "A training set by its id, a parquet or CSV file of the bucket, or a window of the endpoint's own predictions.",
  });
export type ReferenceInput = z.output<typeof ReferenceInput>;
export const SetReferenceInput = EndpointRef.extend({ reference: ReferenceInput });

export const ReferenceView = z.object({
  kind: z.enum(REFERENCE_KINDS),
  source: z.string().meta({
    description: "The id of the training set, the place of the file, or both ends of the window.",
  }),
  state: z.enum(["ready", "counting", "failed"]),
  error: z.string().nullable(),
  long_job_id: z.string().nullable(),
  rows: z.number().nullable(),
  columns: z.array(z.string()),
  found_by: z.enum(["choice", "lineage"]).meta({
    description: "lineage: the run of the model's version logged a dataset that is this training set.",
  }),
  set_by: z.string().nullable(),
  set_at: z.string().nullable(),
});
export type ReferenceView = z.infer<typeof ReferenceView>;
export const ReferenceAnswer = z.object({ reference: ReferenceView.nullable() });

const MOST_VERSION = 999_999_999;
export const DriftQuery = z.object({
  from: Instant.optional(),
  to: Instant.optional(),
  variant: z.coerce.number().int().min(1).max(MOST_VERSION).optional(),
  bucket: z.enum(["hour", "day"]).optional(),
  min_rows: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(FEWEST_ROWS)
    .meta({ description: "Fewer rows say nothing, in the window and in each bucket." }),
});
export const DriftInput = DriftQuery.extend({ endpoint: EndpointName });
export type DriftInput = z.output<typeof DriftInput>;

const Measure = z.number().nullable();
const Bin = z.object({
  kind: z.enum(["range", "value", "other", "null", "odd"]),
  low: z.number().nullish(),
  has_low: z.boolean().optional(),
  high: z.number().nullish(),
  has_high: z.boolean().optional(),
  value: z.string().optional(),
  reference: z.number(),
  live: z.number(),
});
export type DriftBin = z.infer<typeof Bin>;
const InputDrift = z.object({
  name: z.string(),
  column: z.string().nullable().meta({ description: "Of the reference; null where it has none." }),
  level: z.enum(DRIFT_LEVELS),
  psi: Measure,
  ks: Measure.meta({ description: "Of numbers: never too large, and less than 0.01 too small." }),
  rows: z.number().int(),
  nulls: z.number().int(),
  median: Measure,
  reference_rows: z.number().nullable(),
  reference_nulls: z.number().nullable(),
  reference_median: Measure,
  bins: z.array(Bin),
  buckets: z.array(z.object({ at: z.string(), rows: z.number().int(), psi: Measure, ks: Measure })),
});
export type InputDrift = z.infer<typeof InputDrift>;
export const DriftView = z.object({
  endpoint: z.string(),
  from: z.string(),
  to: z.string(),
  bucket: z.enum(["hour", "day"]),
  variant: z.number().int().nullable(),
  variants: z.array(z.number().int()).meta({ description: "Those that answered in this window." }),
  reference: ReferenceView.nullable(),
  predictions: z.number().int().meta({ description: "In this window." }),
  rows: z.number().int().meta({ description: "That were read." }),
  complete: z.boolean().meta({ description: "false: a sample by chance was read." }),
  min_rows: z.number().int(),
  inputs: z.array(InputDrift).meta({ description: "The largest PSI first." }),
  has_more_inputs: z.boolean(),
});
export type DriftView = z.infer<typeof DriftView>;
export const ViewProfileQuery = z.strictObject({
  against: TrainingSetId.optional().meta({
    description: "A training set by its id; when it is left out, the newest that has features of this view.",
  }),
});
export const ViewProfileRef = ViewProfileQuery.extend({ name: z.string().max(300) });

const SetOfView = z.object({ id: z.string(), rows: z.number(), made_at: z.string() });
const DistributedFeature = z.object({
  name: z.string(),
  type: z.enum(FEATURE_TYPES),
  rows: z.number().meta({ description: "That were counted." }),
  nulls: z.number(),
  min: Measure,
  median: Measure.meta({
    description: "Within a hundredth of the rows. UNIX_TIMESTAMP is seconds, BOOL is 1 and 0.",
  }),
  max: Measure,
  histogram: z
    .array(z.number())
    .meta({ description: "Of numbers: how many lie in each of these parts of one width from min to max." }),
  top: z
    .array(z.object({ value: z.string(), rows: z.number() }))
    .meta({ description: "Of texts: the 20 most frequent." }),
  distinct: z.number().nullable().meta({ description: "Of texts: how many different ones." }),
  column: z.string().nullable().meta({ description: "Of the training set; null where it has none." }),
  level: z.enum(DRIFT_LEVELS),
  psi: Measure,
  ks: Measure.meta({ description: "Of numbers: never too large, and less than 0.02 too small." }),
  reference_nulls: Measure.meta({ description: "Their share in the training set." }),
  reference_median: Measure,
  bins: z.array(Bin).meta({
    description:
      "reference: rows of the training set. live: rows of the view, estimated between its hundredths.",
  }),
});
export type DistributedFeature = z.infer<typeof DistributedFeature>;

export const ViewProfileView = z.object({
  view: z.string(),
  job: z
    .object({
      id: z.string(),
      state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
      error: z.string().nullable(),
    })
    .nullable()
    .meta({ description: "The long job that counts, or did last." }),
  profile: z
    .object({
      from: z.string().nullable(),
      to: z.string().nullable(),
      first_event: z.string().nullable(),
      last_event: z.string().nullable(),
      rows: z.number().meta({ description: "With an event time from from on and before to." }),
      counted_rows: z
        .number()
        .meta({ description: "All of them, or a sample by chance of about a million." }),
      made_by: z.string(),
      made_at: z.string(),
      features: z.array(DistributedFeature),
    })
    .nullable()
    .meta({ description: "What was counted last; null before the first time." }),
  training_set: SetOfView.nullable().meta({ description: "That the features are compared with." }),
  training_sets: z.array(SetOfView).meta({ description: "Asked for features of this view, the newest 20." }),
});
export type ViewProfileView = z.infer<typeof ViewProfileView>;
