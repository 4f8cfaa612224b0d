import * as z from "zod";
import { DEFAULTS, LIMITS } from "./values";

/** It stands in addresses, and in those of the Open Inference Protocol too. */
const Name = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,99}$/, {
  error: "may hold letters, digits, _, - and . (up to 100), and begins with a letter",
});
const MAX_VERSION = 999_999_999;

const byAlias = z.strictObject({ model: z.string().min(1).max(256), alias: z.string().min(1).max(255) });
const byVersion = z.strictObject({
  model: z.string().min(1).max(256),
  version: z.number().int().min(1).max(MAX_VERSION),
});
export const VariantInput = z
  .union([byAlias, byVersion])
  .meta({ description: "A registered model by alias, which is followed wherever it moves, or by version." });
export type VariantInput = z.infer<typeof VariantInput>;

const limits = {
  max_rows: z.number().int().min(1).max(LIMITS.rows),
  max_in_flight: z.number().int().min(1).max(LIMITS.inFlight),
  deadline_ms: z.number().int().min(10).max(LIMITS.deadlineMs),
};
const Description = z.string().max(5_000);

export const EndpointInput = z.strictObject({
  name: Name,
  variant: VariantInput,
  enabled: z.boolean().default(true),
  max_rows: limits.max_rows.default(DEFAULTS.rows),
  max_in_flight: limits.max_in_flight.default(DEFAULTS.inFlight),
  deadline_ms: limits.deadline_ms.default(DEFAULTS.deadlineMs),
  description: Description.default(""),
});
export const EndpointChange = z.strictObject({
  variant: VariantInput.optional(),
  enabled: z.boolean().optional(),
  max_rows: limits.max_rows.optional(),
  max_in_flight: limits.max_in_flight.optional(),
  deadline_ms: limits.deadline_ms.optional(),
  description: Description.optional(),
});
/** Names are only looked up: one of another form is one that is not there. */
export const ByName = z.strictObject({ name: z.string().max(300) });
export const AtVersion = ByName.extend({ version: z.number().int().optional() });

const VariantView = z.object({
  number: z.number().int(),
  model: z.string(),
  alias: z.string().nullable(),
  version: z.number().int().nullable(),
});
export const EndpointView = z.object({
  name: z.string(),
  enabled: z.boolean(),
  variant: VariantView,
  /** What a roll-back goes to. */
  previous_variant: VariantView.nullable(),
  ...limits,
  description: z.string(),
  version: z.number().int(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type EndpointView = z.infer<typeof EndpointView>;
export const EndpointList = z.object({ data: z.array(EndpointView) });

export const PredictionInput = z.strictObject({
  instances: z
    .array(z.unknown())
    .min(1, { error: "List should have at least 1 item" })
    .meta({ description: "Rows: each an object by names, or an array in the order of the signature." }),
});
export const PredictionAnswer = z.object({
  predictions: z.array(z.record(z.string(), z.unknown())),
  model: z.object({ name: z.string(), version: z.number().int() }),
  warnings: z
    .array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string(), type: z.string() }))
    .optional()
    .meta({ description: "Answers that are no finite number, and so null." }),
});
