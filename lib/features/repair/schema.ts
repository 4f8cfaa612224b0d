import * as z from "zod";
import { LIMITS } from "../values";

export const RepairInput = z.strictObject({
  /** All when they are left out. */
  views: z.array(z.string().max(300)).min(1).max(LIMITS.definitions).optional(),
});

export const OnlineViewState = z.object({
  view: z.string(),
  source: z.string().nullable(),
  rows: z
    .number()
    .int()
    .nullable()
    .meta({ description: "Entities that had a row when they were last counted; null before that." }),
  counted_at: z.string().nullable(),
  materialized_until: z.string().nullable(),
  freshness_seconds: z
    .number()
    .nullable()
    .meta({ description: "How long ago the last materialisation ended that succeeded." }),
  lost_at: z.string().nullable(),
  lost_rows: z
    .number()
    .int()
    .nullable()
    .meta({ description: "How many it had when they were last counted before that." }),
  not_restored: z.enum(["nothing", "pushes", "everything"]).meta({
    description:
      "What no materialisation brings back: `pushes` where rows may be pushed beside those of the data source, `everything` without a data source.",
  }),
  is_waiting: z
    .boolean()
    .meta({ description: "It is restored once the materialisation under way has ended." }),
  repair: z
    .object({
      id: z.string(),
      state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]),
      rows: z.number().int().nullable(),
      error: z.string().nullable(),
    })
    .nullable(),
});
export type OnlineViewState = z.infer<typeof OnlineViewState>;

export const OnlineStoreState = z.object({
  /** Since when nothing was lost, as far as is known. */
  since: z.string().nullable(),
  lost_at: z.string().nullable(),
  data: z.array(OnlineViewState),
});
export const OnlineRepair = z.object({ data: z.array(OnlineViewState) });
