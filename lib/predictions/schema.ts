import * as z from "zod";
import { Instant } from "@/lib/platform/instant";
import { PageQuery, pageOf } from "@/lib/platform/pagination";
import { MOST_FEEDBACK, MOST_REPLAYED } from "./values";

const MOST_ROW = 100_000;
const MOST_VERSION = 999_999_999;
/** What came true is one value. */
const Label = z.union([z.number(), z.string().max(1_000), z.boolean()]);
export const FeedbackInput = z.strictObject({
  feedback: z
    .array(
      z.strictObject({
        prediction_id: z.string().max(100),
        row: z
          .number()
          .int()
          .min(0)
          .max(MOST_ROW)
          .default(0)
          .meta({ description: "Of the request, from 0." }),
        label: Label.meta({ description: "What came true." }),
        time: Instant.optional().meta({ description: "When it was so." }),
      }),
    )
    .min(1)
    .max(MOST_FEEDBACK),
});
export type FeedbackInput = z.output<typeof FeedbackInput>;

const FEEDBACK_STATUSES = ["joined", "repeated", "replaced", "pending", "unknown", "no_such_row"] as const;
export type FeedbackStatus = (typeof FEEDBACK_STATUSES)[number];
export const FeedbackAnswer = z.object({
  feedback: z.array(
    z.object({
      prediction_id: z.string(),
      row: z.number().int(),
      status: z.enum(FEEDBACK_STATUSES),
    }),
  ),
});

export const PredictionQuery = PageQuery.extend({
  endpoint: z.string().max(300).optional(),
  model: z.string().max(256).optional(),
  version: z.coerce.number().int().min(1).max(MOST_VERSION).optional(),
  variant: z.coerce.number().int().min(1).max(MOST_VERSION).optional(),
  outcome: z.string().max(40).optional().meta({
    description: "ok, error for all others, or one of them: invalid, unavailable, conflict, failed",
  }),
  caller: z.string().max(200).optional().meta({ description: "A part of the caller's name, or the id." }),
  text: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "A part of the request or of the features, such as the key of an entity." }),
  feedback: z.enum(["yes", "no"]).optional(),
  trace_id: z.string().max(64).optional(),
  request_id: z.string().max(100).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
});
export type PredictionQuery = z.output<typeof PredictionQuery>;

const Caller = z.object({ type: z.string(), id: z.string(), name: z.string() });
const ModelRef = z.object({ name: z.string(), version: z.number().int() });
export const PredictionSummary = z.object({
  id: z.string(),
  at: z.string(),
  endpoint: z.string(),
  protocol: z.string(),
  variant: z.number().int(),
  model: ModelRef,
  outcome: z.string().meta({ description: "ok, or the code of the error in small letters." }),
  error: z.string().nullable(),
  rows: z.number().int(),
  kept_rows: z.number().int().meta({ description: "Fewer than rows where the log has cut the request." }),
  total_ms: z.number(),
  caller: Caller,
  request_text: z.string().meta({ description: "The beginning of the request as JSON." }),
  response_text: z.string().nullable(),
  labels: z.number().int().meta({ description: "Rows whose feedback is there." }),
});
export type PredictionSummary = z.infer<typeof PredictionSummary>;
export const PredictionPage = pageOf(PredictionSummary).extend({
  from: z.string(),
  to: z.string(),
  lost: z
    .number()
    .int()
    .meta({ description: "Answers in the hours of this range that the log had no room for." }),
});

const JoinedView = z.object({
  view: z.string(),
  features: z.array(z.string()),
  rows: z.array(
    z.object({
      entity: z.record(z.string(), z.unknown()),
      values: z.array(z.unknown()),
      statuses: z.array(z.string()),
      event_timestamp: z.string().nullable(),
      age_seconds: z.number().nullable(),
    }),
  ),
});
const Latency = z.object({
  parse: z.number(),
  features: z.number(),
  wait: z.number(),
  run: z.number(),
  encode: z.number(),
});
export const PredictionView = PredictionSummary.omit({ request_text: true, response_text: true }).extend({
  request: z.unknown().meta({ description: "Rows, or tensors as the Open Inference Protocol has them." }),
  given: z.array(z.unknown()).nullable(),
  features: z.object({ service: z.string().nullable(), views: z.array(JoinedView) }).nullable(),
  response: z.array(z.unknown()).nullable(),
  latency_ms: Latency,
  run_id: z.string().nullable(),
  request_id: z.string(),
  trace_id: z.string().nullable(),
  earlier_id: z.string().nullable().meta({
    description: "The prediction before it with the same request, among the last thousands of the endpoint.",
  }),
  feedback: z.array(
    z.object({
      row: z.number().int(),
      label: Label,
      time: z.string().nullable(),
      received_at: z.string(),
    }),
  ),
});
export type PredictionView = z.infer<typeof PredictionView>;
export const PredictionRef = z.object({ prediction_id: z.string().max(100) });

const By = {
  model: z.string().min(1).max(256).optional(),
  version: z.number().int().min(1).max(MOST_VERSION).optional(),
};
export const ReplayOneInput = z.strictObject(By);
export const ReplayInput = z.strictObject({
  endpoint: z.string().min(1).max(300),
  last: z.number().int().min(1).max(MOST_REPLAYED).default(20),
  ...By,
});

const Change = z.object({
  row: z.number().int(),
  /** Of the output, and places in it. */
  path: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  difference: z.number().nullable(),
});
export const Replayed = z.object({
  prediction_id: z.string(),
  /** `same`: every value, bit for bit. */
  result: z.enum(["same", "different", "failed", "not_replayed"]),
  reason: z.string().nullable(),
  answered_by: ModelRef,
  rows: z.number().int(),
  changed_rows: z.number().int(),
  changes: z.array(Change).meta({ description: "The first of them." }),
});
export type Replayed = z.infer<typeof Replayed>;
export const ReplayAnswer = z.object({
  model: ModelRef.nullable().meta({
    description: "What answered again; null for the versions that answered before.",
  }),
  same: z.number().int(),
  different: z.number().int(),
  failed: z.number().int(),
  not_replayed: z.number().int(),
  data: z.array(Replayed),
});
export type ReplayAnswer = z.infer<typeof ReplayAnswer>;

export const QualityQuery = z.object({
  endpoint: z.string().min(1).max(300),
  output: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .meta({ description: "The place of the number that is judged, such as probabilities.1." }),
  from: Instant.optional(),
  to: Instant.optional(),
});
const Measure = z.number().nullable();
export const Quality = z.object({
  endpoint: z.string(),
  from: z.string(),
  to: z.string(),
  output: z.string().nullable(),
  outputs: z.array(z.string()).meta({ description: "Numbers of the newest answer." }),
  labels: z.number().int(),
  complete: z.boolean().meta({ description: "false: older labels of the range were left out." }),
  data: z.array(
    z.object({
      day: z.string(),
      variant: z.number().int(),
      model: ModelRef,
      labels: z.number().int(),
      judged: z.number().int(),
      auc: Measure,
      log_loss: Measure,
      brier: Measure,
      calibration: z.array(
        z.object({
          from: z.number(),
          to: z.number(),
          count: z.number().int(),
          mean_score: z.number(),
          rate: z.number(),
        }),
      ),
      mean_error: Measure,
      rmse: Measure,
    }),
  ),
});
export type Quality = z.infer<typeof Quality>;
