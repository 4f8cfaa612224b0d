import * as z from "zod";
import { ALERT_METRICS, ALERT_STATES, LIMITS, METRIC } from "./values";

const rule = {
  name: z.string().trim().min(1).max(100),
  metric: z.enum(ALERT_METRICS),
  input: z
    .string()
    .min(1)
    .max(300)
    .nullable()
    .meta({ description: "Of psi and ks: one input; null for the one that has shifted most." }),
  output: z.string().min(1).max(300).nullable().meta({
    description: "Of what came true: the place of the number that is judged, such as probabilities.1.",
  }),
  comparison: z.enum(["above", "below"]),
  threshold: z.number().min(-1e12).max(1e12),
  window_minutes: z.number().int().min(5).max(LIMITS.windowMinutes),
  min_rows: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .meta({ description: "Rows, labels or requests of the window; fewer are no data." }),
  looks: z
    .number()
    .int()
    .min(1)
    .max(LIMITS.looks)
    .meta({ description: "So many looks in a row have to see another state before it is taken." }),
  webhook_id: z.string().min(1).max(100).nullable(),
  enabled: z.boolean(),
};

export const AlertInput = z
  .strictObject({
    ...rule,
    input: rule.input.default(null),
    output: rule.output.default(null),
    window_minutes: rule.window_minutes.default(1_440),
    min_rows: rule.min_rows.optional(),
    looks: rule.looks.default(1),
    webhook_id: rule.webhook_id.default(null),
    enabled: rule.enabled.default(true),
  })
  .transform((given) => ({ ...given, min_rows: given.min_rows ?? METRIC[given.metric].rows }));
export type AlertInput = z.output<typeof AlertInput>;
export const AlertChange = z.strictObject(rule).partial();

export const OfEndpoint = z.strictObject({ endpoint: z.string().max(300) });
export const AlertRef = OfEndpoint.extend({ alert_id: z.string().max(100) });
export const AlertAtVersion = AlertRef.extend({ version: z.number().int().optional() });
export const AlertQuery = z.object({ state: z.enum(ALERT_STATES).optional() });

export const AlertView = z.object({
  id: z.string(),
  endpoint: z.string(),
  ...rule,
  state: z.enum(ALERT_STATES),
  since: z.string(),
  value: z.number().nullable().meta({ description: "Of the last look; null where there were too few rows." }),
  subject: z.string().nullable().meta({ description: "The input that the value is of." }),
  error: z.string().nullable().meta({ description: "Why the last look failed." }),
  looked_at: z.string().nullable(),
  version: z.number().int(),
  created_by: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type AlertView = z.infer<typeof AlertView>;
export const AlertList = z.object({ data: z.array(AlertView) });
