import type * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { countRuns, listRuns, runsOf } from "@/lib/runs";
import type { RunView } from "@/lib/runs/schema";
import { type BulkBody, MOST_RUNS } from "./schema";

type Filter = NonNullable<z.output<typeof BulkBody>["filter"]>;

type Chosen = {
  runs: RunView[];
  tasksOf: Map<string, string[]>;
  /** Runs of the filter beyond these; `isMore`: so many or more. */
  left: number;
  isMore: boolean;
};

const PAGE = 200;

/** The runs that are meant. Ids that are none any more are left out: a run may be deleted meanwhile. */
export async function chosenRuns(
  ctx: Ctx,
  { run_ids, tasks, filter }: z.output<typeof BulkBody>,
): Promise<Chosen> {
  if (filter) return matching(ctx, filter);
  const tasksOf = new Map<string, string[]>();
  for (const { run_id, task_id } of tasks ?? [])
    tasksOf.set(run_id, [...(tasksOf.get(run_id) ?? []), task_id]);
  const ids = [...new Set(run_ids ?? tasksOf.keys())];
  const runs = await runsOf(ctx, { run_ids: ids.slice(0, MOST_RUNS) });
  return { runs, tasksOf, left: Math.max(0, ids.length - MOST_RUNS), isMore: false };
}

async function matching(ctx: Ctx, given: Filter): Promise<Chosen> {
  const filter = asQuery(given);
  const runs: RunView[] = [];
  let cursor: string | undefined;
  do {
    const page = await listRuns(ctx, {
      ...filter,
      sort: "-started",
      limit: Math.min(PAGE, MOST_RUNS - runs.length),
      cursor,
    });
    runs.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined && runs.length < MOST_RUNS);
  if (cursor === undefined) return { runs, tasksOf: new Map(), left: 0, isMore: false };
  const { counts, at_most } = await countRuns(ctx, filter);
  const states = given.state ?? Object.keys(counts);
  const found = states.map((state) => counts[state] ?? 0);
  return {
    runs,
    tasksOf: new Map(),
    left: Math.max(0, found.reduce((sum, count) => sum + count, 0) - runs.length),
    isMore: found.some((count) => count >= at_most),
  };
}

/** As a query, whose lists are joined with commas. */
function asQuery({ dag_id, state, run_type, ...rest }: Filter) {
  return {
    ...rest,
    dag_id: dag_id?.join(","),
    state: state?.join(","),
    run_type: run_type?.join(","),
  };
}
