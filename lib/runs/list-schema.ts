import * as z from "zod";
import { Instant } from "@/lib/platform/instant";
import { PageQuery } from "@/lib/platform/pagination";
import { RUN_SORTS } from "./values";

/** One or several, with commas between them. */
const Words = z.string().max(1_000);

/** What runs are chosen by. `version`: number of a version of the pipeline that `dag_id` names. */
export const RunFilterQuery = z.object({
  dag_id: Words.optional(),
  version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  state: Words.optional(),
  run_type: Words.optional(),
  backfill_id: z.string().max(200).optional(),
  /** A tag of the pipeline. */
  tag: z.string().max(200).optional(),
  /** The name of the person or token that started it. */
  triggered_by: z.string().max(500).optional(),
  /** When it first started; for a run that has not, since when it waits. From this instant on, and before this one. */
  started_from: Instant.optional(),
  started_before: Instant.optional(),
  logical_from: Instant.optional(),
  logical_before: Instant.optional(),
  /** Part of the name of the pipeline, of the run's key or of its note; or its id. */
  q: z.string().max(200).optional(),
});

const Names = z.array(z.string().max(1_000)).max(1_000);
/** The same in a body, where lists are lists. */
export const RunFilterBody = RunFilterQuery.extend({
  dag_id: Names.optional(),
  state: Names.optional(),
  run_type: Names.optional(),
}).strict();

export type RunFilter = z.output<typeof RunFilterBody>;

/** A query's lists as lists. */
export function filterOf({ dag_id, state, run_type, ...rest }: z.output<typeof RunFilterQuery>): RunFilter {
  return { ...rest, dag_id: wordsOf(dag_id), state: wordsOf(state), run_type: wordsOf(run_type) };
}

function wordsOf(text: string | undefined): string[] | undefined {
  return text?.split(",").filter((word) => word !== "");
}

export const RunQuery = RunFilterQuery.extend(PageQuery.shape).extend({
  sort: z.enum(RUN_SORTS).default("-created"),
});
export type RunSort = (typeof RUN_SORTS)[number];

/** Counts end here: so many or more. */
export const MOST_COUNTED = 10_000;
/** Runs of the filter by state, whatever states it names. A count of `at_most` means so many or more. */
export const RunCounts = z.object({
  counts: z.record(z.string(), z.number().int()),
  at_most: z.number().int(),
});
export type RunCounts = z.infer<typeof RunCounts>;

/** What a filter can name. `more`: there are others than these. */
export const RunFacets = z.object({
  pipelines: z.array(z.string()),
  tags: z.array(z.string()),
  people: z.array(z.string()),
  more: z.boolean(),
});
export type RunFacets = z.infer<typeof RunFacets>;
