import * as z from "zod";
import { FIGURES } from "@/lib/platform/statistics/paired-scores";
import { DEFAULTS, LIMITS, SHADOW_VARIANT, SLOTS } from "./values";

/** Addresses below /predict that are of no endpoint. */
const RESERVED = new Set(["docs", "openapi.json"]);
/** It stands in addresses, and in those of the Open Inference Protocol too. */
const Name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,99}$/, {
    error: "may hold letters, digits, _, - and . (up to 100), and begins with a letter",
  })
  .refine((name) => !RESERVED.has(name), { error: "is an address of its own under /predict; take another" });
const MAX_VERSION = 999_999_999;

const byAlias = z.strictObject({ model: z.string().min(1).max(256), alias: z.string().min(1).max(255) });
const byVersion = z.strictObject({
  model: z.string().min(1).max(256),
  version: z.number().int().min(1).max(MAX_VERSION),
});
const remote = z.strictObject({
  remote: z.strictObject({
    url: z.string().max(2_000).meta({ description: "What stands in front of /v2." }),
    model: z.string().min(1).max(256),
    columns: z
      .array(z.string().min(1).max(300))
      .min(1)
      .max(2_000)
      .optional()
      .meta({ description: "What its only input takes side by side, so that rows may name them." }),
  }),
});
export const VariantInput = z.union([byAlias, byVersion, remote]).meta({
  description:
    "A registered model by alias, which is followed wherever it moves, or by version; or a model of another server that speaks the Open Inference Protocol.",
});
export type VariantInput = z.infer<typeof VariantInput>;

/** It is the same variant for a sticky key, whatever it stands for. */
const VariantName = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, {
  error: "may hold letters, digits, _ and - (up to 40), and begins with a letter",
});
const share = { name: VariantName, percent: z.number().int().min(1).max(SLOTS) };
const VariantInputs = z
  .array(z.union([byAlias.extend(share), byVersion.extend(share), remote.extend(share)]))
  .min(1)
  .max(LIMITS.variants)
  .meta({ description: "Several variants, which share the requests: percents that add up to 100." });

export const Sticky = z
  .strictObject({
    by: z.enum(["column", "header", "parameter"]),
    name: z.string().min(1).max(100),
  })
  .meta({
    description:
      "Requests of the same key meet the same variant. The key is a column of the rows, a header, or a parameter of the address.",
  });
export type Sticky = z.infer<typeof Sticky>;

const shadowed = {
  name: VariantName.default(SHADOW_VARIANT),
  percent: share.percent.default(SLOTS),
};
const ShadowInput = z
  .union([byAlias.extend(shadowed), byVersion.extend(shadowed), remote.extend(shadowed)])
  .meta({
    description:
      "Gets a copy of so many percent of the requests. Its answers are compared with those that callers get.",
  });

const FeatureFallback = z
  .record(z.string().max(300), z.union([z.number(), z.string().max(10_000), z.boolean(), z.null()]))
  .meta({
    description:
      "By view:feature: what a feature is while the online store is away. Without it, requests get 503.",
  });
export type FeatureFallback = z.infer<typeof FeatureFallback>;
const FeatureService = z.string().min(1).max(300).meta({
  description: "Rows bring its join keys, and get its features by the names of the model's signature.",
});

/** What answers: one variant, or several with their shares. */
const answering = {
  variant: VariantInput.optional(),
  variants: VariantInputs.optional(),
  sticky: Sticky.nullable().optional(),
  shadow: ShadowInput.nullable().optional(),
  feature_service: FeatureService.nullable().optional(),
  feature_fallback: FeatureFallback.nullable().optional(),
};
export type Answering = z.infer<z.ZodObject<typeof answering>>;

const limits = {
  max_rows: z.number().int().min(1).max(LIMITS.rows),
  max_in_flight: z.number().int().min(1).max(LIMITS.inFlight),
  deadline_ms: z.number().int().min(10).max(LIMITS.deadlineMs),
  log_rate: z
    .number()
    .min(0)
    .max(1)
    .meta({ description: "The share of answers that the prediction log keeps." }),
  log_rows: z
    .number()
    .int()
    .min(0)
    .max(LIMITS.rows)
    .meta({ description: "Rows of a request that the prediction log keeps." }),
};
const Description = z.string().max(5_000);

export const EndpointInput = z.strictObject({
  name: Name,
  ...answering,
  enabled: z.boolean().default(true),
  max_rows: limits.max_rows.default(DEFAULTS.rows),
  max_in_flight: limits.max_in_flight.default(DEFAULTS.inFlight),
  deadline_ms: limits.deadline_ms.default(DEFAULTS.deadlineMs),
  log_rate: limits.log_rate.default(DEFAULTS.logRate),
  log_rows: limits.log_rows.default(DEFAULTS.logRows),
  description: Description.default(""),
});
export const EndpointChange = z.strictObject({
  ...answering,
  enabled: z.boolean().optional(),
  max_rows: limits.max_rows.optional(),
  max_in_flight: limits.max_in_flight.optional(),
  deadline_ms: limits.deadline_ms.optional(),
  log_rate: limits.log_rate.optional(),
  log_rows: limits.log_rows.optional(),
  description: Description.optional(),
});
/** Names are only looked up: one of another form is one that is not there. */
export const ByName = z.strictObject({ name: z.string().max(300) });
export const AtVersion = ByName.extend({ version: z.number().int().optional() });

const VariantView = z.object({
  /** Of one name there are several, one after the other, when it came to stand for something else. */
  number: z.number().int(),
  name: z.string(),
  model: z.string(),
  alias: z.string().nullable(),
  version: z.number().int().nullable(),
  /** Of another server; alias and version are null. */
  remote: z
    .object({ url: z.string(), model: z.string(), columns: z.array(z.string()).nullable() })
    .nullable(),
  percent: z.number().int(),
});
const StateView = z.object({
  variants: z.array(VariantView),
  sticky: Sticky.nullable(),
  shadow: VariantView.nullable(),
  feature_service: z.string().nullable(),
  feature_fallback: FeatureFallback.nullable(),
});
export type StateView = z.infer<typeof StateView>;
export const EndpointView = z.object({
  name: z.string(),
  enabled: z.boolean(),
  ...StateView.shape,
  /** What a roll-back goes to. */
  previous: StateView.nullable(),
  ...limits,
  description: z.string(),
  version: z.number().int(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type EndpointView = z.infer<typeof EndpointView>;
export const EndpointList = z.object({ data: z.array(EndpointView) });

const Interval = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .nullable()
  .meta({ description: "With 95 % of certainty the figure lies between low and high. Null of too few." });
const Side = z.object({
  variant: z.string(),
  number: z.number().int(),
  model: z.string(),
  version: z.number().int(),
});
export const PairList = z.object({
  data: z.array(
    z.object({
      live: Side,
      shadow: Side,
      since: z.string(),
      updated_at: z.string(),
      compared: z.number().int().meta({ description: "Requests that both answered." }),
      failed: z.number().int().meta({ description: "Requests that the shadow did not answer." }),
      dropped: z
        .number()
        .int()
        .meta({ description: "Requests that the shadow was not asked, because it had too many." }),
      live_ms: z.number().nullable(),
      shadow_ms: z.number().nullable(),
      slower_ms: Interval,
      outputs: z.array(
        z.object({
          output: z.string(),
          rows: z.number().int(),
          unequal: z.number().int(),
          disagreement: Interval,
          difference: Interval,
          absolute_difference: z.number().nullable(),
          largest_difference: z.number().nullable(),
        }),
      ),
      evidence: z
        .object({
          output: z.string().meta({ description: "The number of an answer that is judged." }),
          labels: z
            .number()
            .int()
            .meta({ description: "Rows with feedback that both answered: the newest 20,000." }),
          is_binary: z.boolean(),
          figures: z.array(
            z.object({
              figure: z.enum(FIGURES),
              live: z.number(),
              shadow: z.number(),
              difference: Interval.meta({ description: "What the shadow has more." }),
            }),
          ),
        })
        .nullable()
        .meta({ description: "By what came true. Of the five last compared pairs; null without feedback." }),
    }),
  ),
});
export type PairView = z.infer<typeof PairList>["data"][number];

export const VersionOfModel = z.strictObject({
  name: z.string().max(10_000),
  version: z
    .string()
    .regex(/^\d{1,9}$/, "must be the number of a version")
    .transform(Number),
});
export const TrustView = z.object({
  executes_code: z.boolean(),
  /** Whether this installation runs such models at all. */
  is_on: z.boolean(),
  trusted: z.object({ digest: z.string(), by: z.string(), at: z.string() }).nullable(),
});
export type TrustView = z.infer<typeof TrustView>;

export const PredictionInput = z.strictObject({
  instances: z
    .array(z.unknown())
    .min(1, { error: "List should have at least 1 item" })
    .meta({ description: "Rows: each an object by names, or an array in the order of the signature." }),
});
export const PredictionAnswer = z.object({
  id: z.string().meta({ description: "Of this prediction, in the log of predictions and for feedback." }),
  predictions: z.array(z.record(z.string(), z.unknown())),
  model: z.object({ name: z.string(), version: z.number().int() }),
  variant: z.string().meta({ description: "Which variant of the endpoint answered." }),
  warnings: z
    .array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string(), type: z.string() }))
    .optional()
    .meta({ description: "Answers that are no finite number, and so null." }),
});

const ContractField = z.object({
  name: z.string(),
  /** Of the model's tensor. */
  type: z.string(),
  is_whole: z.boolean(),
  is_required: z.boolean(),
  /** Of one row: none for a value, -1 for any length. */
  shape: z.array(z.number().int()),
});
export type ContractField = z.infer<typeof ContractField>;
export const EndpointContract = z.object({
  name: z.string(),
  description: z.string(),
  model: z.object({ name: z.string(), version: z.number().int() }),
  max_rows: z.number().int(),
  /** How rows are written; "none" for a model that takes none, with the reason. */
  rows: z.enum(["columns", "tensors", "none"]),
  why: z.string().nullable(),
  inputs: z.array(ContractField),
  outputs: z.array(ContractField),
  /** A row of values that say their types; null where it would be too long. */
  example: z.record(z.string(), z.unknown()).nullable(),
});
export type EndpointContract = z.infer<typeof EndpointContract>;

/** What MLflow's clients send: exactly one of the four forms of rows. Other fields of newer clients are let be. */
export const InvocationInput = z.object({
  dataframe_split: z
    .object({
      columns: z
        .array(z.union([z.string().max(1_000), z.number()]))
        .max(10_000)
        .optional(),
      index: z.unknown().optional(),
      data: z.array(z.unknown()),
    })
    .optional(),
  dataframe_records: z.array(z.unknown()).optional(),
  instances: z.array(z.unknown()).optional(),
  inputs: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).optional(),
  params: z.record(z.string(), z.unknown()).nullish(),
});
export type InvocationInput = z.infer<typeof InvocationInput>;
export const InvocationAnswer = z.object({
  predictions: z
    .union([z.array(z.record(z.string(), z.unknown())), z.record(z.string(), z.array(z.unknown()))])
    .meta({ description: "A row for each row, or a list by output for a model of tensors." }),
});

const EndpointState = z.object({
  endpoint: z.string(),
  /** The number of the variant, and the version that it stands for at this moment; null for a version that is gone. */
  variant: z.number().int(),
  version: z.number().int().nullable(),
  /** idle: no process has the model warm, and the next question loads it. remote: another server has it. */
  state: z.enum(["ready", "loading", "failed", "idle", "gone", "remote"]),
  /** Why the model does not answer. */
  reason: z.string().nullable(),
  /** Processes in which that is so. */
  processes: z.number().int(),
});
export type EndpointStateView = z.infer<typeof EndpointState>;
export const EndpointStateList = z.object({ data: z.array(EndpointState) });
