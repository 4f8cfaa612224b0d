import * as z from "zod";
import { PageQuery, pageOf } from "@/lib/platform/pagination";
import { AXES } from "./values";
import { MetricNumber, namesIn, oneOrMore } from "./view-schema";

/** A chart of more lines than this is no chart. */
const MOST_SERIES = 100;
const MOST_POINTS = 1_000;

const sampleShape = {
  /** Up to a hundred metrics, with commas between. */
  keys: oneOrMore(MOST_SERIES),
  /** At most so many points of each series. */
  points: z.coerce.number().int().min(10).max(MOST_POINTS).default(500),
  x: z.enum(AXES).default("step"),
  /** Bounds on the axis x: steps, milliseconds since 1970, or milliseconds since the start of the run. */
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
};
const isForward = ({ from, to }: { from?: number | undefined; to?: number | undefined }) =>
  from === undefined || to === undefined || from <= to;
const BACKWARD = { error: "must not be less than from", path: ["to"] };

export const SampleQuery = z.object(sampleShape).refine(isForward, BACKWARD);
export const SampleInput = z
  .object({ ...sampleShape, run_id: z.string().max(300) })
  .refine(isForward, BACKWARD);

/** Where either list is refused by itself, their product is no further problem. */
function seriesOf(run_ids: string, keys: string): number {
  const [runs, metrics] = [namesIn(run_ids).length, namesIn(keys).length];
  return Math.max(runs, metrics) > MOST_SERIES ? 0 : runs * metrics;
}

export const ManySampleQuery = z
  .object({ ...sampleShape, run_ids: oneOrMore(MOST_SERIES) })
  .refine(isForward, BACKWARD)
  .refine(({ run_ids, keys }) => seriesOf(run_ids, keys) <= MOST_SERIES, {
    error: `times the number of runs must be at most ${MOST_SERIES} series`,
    path: ["keys"],
  });

/** Lists of equal length, because a hundred series of objects would be ten times as long. */
const Columns = z.object({
  steps: z.array(z.number()),
  times_ms: z.array(z.number()),
  values: z.array(MetricNumber),
});
export const SampleList = z.object({
  data: z.array(
    Columns.extend({
      run_id: z.string(),
      key: z.string(),
      /** The start of the run, from which relative times count. */
      start_ms: z.number(),
      /** How many points there are between the bounds; more than come when they are thinned out. */
      total: z.number().int(),
      /** Those of them that are NaN or infinite. */
      odd: z.number().int(),
      /** The average of each stretch, between its extremes, where the points are thinned out to those. */
      means: Columns.nullable(),
    }),
  ),
});
export type MetricSample = z.infer<typeof SampleList>["data"][number];

/** Metrics that a client measures of the machine. */
export const SYSTEM_PREFIX = "system/";
const METRIC_GROUPS = ["all", "model", "system"] as const;
export const LatestQuery = PageQuery.extend({
  /** A part of the name. */
  search: z.string().max(250).default(""),
  /** Metrics of the machine begin with system/; those of the model are the others. */
  group: z.enum(METRIC_GROUPS).default("all"),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
  cursor: z.string().max(2_000).optional(),
});
export const LatestInput = LatestQuery.extend({ run_id: z.string().max(300) });
export const LatestMetric = z.object({
  key: z.string(),
  value: MetricNumber,
  step: z.number(),
  at: z.string().nullable(),
});
export type LatestMetric = z.infer<typeof LatestMetric>;
export const LatestPage = pageOf(LatestMetric).extend({
  /** All that match, those of other pages too. */
  total: z.number().int(),
});
export type LatestPage = z.infer<typeof LatestPage>;
