import * as z from "zod";

/** The sample pipeline over real days: [from_date, to_date). */
export const DEMO = { dag_id: "flights", from_date: "2001-01-01", to_date: "2001-02-01" } as const;

/** Which of its models is in use, and by what rule. */
export const CHAMPION = {
  name: "flight-delay",
  alias: "champion",
  expression: "metrics.auc >= champion.metrics.auc - 0.005",
} as const;

export const DemoState = z.object({
  dag_id: z.string(),
  /** The pipeline is loaded and the demo can start. */
  available: z.boolean(),
  /** The demo's backfill; null until it is loaded. */
  backfill_id: z.string().nullable(),
  state: z.string().nullable(),
  total_runs: z.number().int(),
  ended_runs: z.number().int(),
  failed_runs: z.number().int(),
});
export type DemoState = z.infer<typeof DemoState>;

export const DemoLoaded = z.object({ backfill_id: z.string(), created: z.boolean() });
export const DemoRemoved = z.object({
  runs: z.number().int(),
  artifacts: z.number().int(),
  objects: z.number().int(),
});
