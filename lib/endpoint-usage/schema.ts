import * as z from "zod";
import { USAGE_RANGES, type UsageRange } from "./values";

const counts = {
  requests: z.number().int(),
  /** Answers of 400 to 499, and of 500 and more. */
  refused: z.number().int(),
  errors: z.number().int(),
};
const Summary = z.object({
  ...counts,
  /** Of answers with predictions, from a histogram: exact within its bucket. Null without such an answer. */
  p50_ms: z.number().nullable(),
  p99_ms: z.number().nullable(),
});
export type UsageSummary = z.infer<typeof Summary>;

export const UsageList = z.object({
  since: z.string(),
  /** Endpoints that were asked. */
  data: z.array(Summary.extend({ endpoint: z.string() })),
});

const RANGES = Object.keys(USAGE_RANGES);
const isRange = (text: string): text is UsageRange => RANGES.includes(text);
export const UsageQuery = z.object({
  range: z
    .string()
    .default("hour")
    .refine(isRange, { error: `may be ${RANGES.join(", ")}` }),
});
export const EndpointUsageInput = UsageQuery.extend({ name: z.string().max(300) });

export const EndpointUsageView = z.object({
  /** Start inclusive, end exclusive; counts of the last seconds are still on their way. */
  from: z.string(),
  to: z.string(),
  step_minutes: z.number().int(),
  total: Summary,
  /** Every step of the range, the first first. */
  points: z.array(Summary.extend({ at: z.string() })),
  /** Who asked: tokens, people and tasks, those who asked most first. */
  callers: z.array(
    z.object({ type: z.string(), id: z.string(), name: z.string(), ...counts, last_at: z.string() }),
  ),
  /** There are more of them than are listed. */
  has_more_callers: z.boolean(),
});
export type EndpointUsageView = z.infer<typeof EndpointUsageView>;
