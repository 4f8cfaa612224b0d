import type * as z from "zod";
import { forbidden, recordDenied } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { AppError } from "@/lib/platform/errors";
import type { RunView } from "@/lib/runs/schema";
import { parseInput } from "@/lib/verbs";
import { chosenRuns } from "./chosen";
import { done, type Outcome } from "./outcome";
import { foreseen } from "./preview";
import { BulkBody, type BulkReply, type BulkResult } from "./schema";

/** A preview reads; so many runs are looked at together. */
const LOOKED_AT_ONCE = 4;

/**
 * The same action on many runs. Each run has a transaction, a permission check and an audit row of its own, as if it were
 * the only one, and a result: a refusal of one stops no other. A dry run says what would happen to each.
 */
export async function bulkRuns(ctx: Ctx, raw: z.input<typeof BulkBody>): Promise<BulkReply> {
  if (!ctx.actor.permissions.has("runs:write")) {
    await recordDenied(ctx, "runs:write");
    throw forbidden(ctx.actor, "runs:write");
  }
  const input = parseInput(BulkBody, raw);
  const { action, dry_run } = input;
  const { runs, tasksOf, left, isMore } = await chosenRuns(ctx, input);
  const one = (run: RunView) => {
    const task_ids = tasksOf.get(run.id);
    return dry_run ? foreseen(ctx, run, action, task_ids) : done(ctx, run, action, task_ids);
  };
  const results = await eachRun(runs, dry_run ? LOOKED_AT_ONCE : 1, async (run) => resultOf(run, one(run)));
  return { dry_run, results, left, left_is_more: isMore };
}

async function resultOf(run: RunView, work: Promise<Partial<Outcome>>): Promise<BulkResult> {
  const { id, dag_id, run_key, run_type, state, logical_date, time_zone, version } = run;
  const { data_interval_start, data_interval_end } = run;
  const outcome = await work.catch(refusal);
  return {
    ...{ id, dag_id, run_key, run_type, state, logical_date, time_zone, version },
    ...{ data_interval_start, data_interval_end },
    ...{
      outcome: "done",
      detail: null,
      reason: null,
      tasks: 0,
      on_version: null,
      before: null,
      removed: null,
    },
    ...outcome,
  };
}

/** Missing permission is that of the caller and not of the run. */
function refusal(error: unknown): Partial<Outcome> {
  if (!(error instanceof AppError) || error.code === "FORBIDDEN") throw error;
  const reason = error.extra.reason ?? null;
  return { outcome: "refused", detail: error.message, reason };
}

/** In the order of the runs; so many at once. */
async function eachRun<R>(
  runs: readonly RunView[],
  atOnce: number,
  work: (run: RunView) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < runs.length; at += atOnce)
    results.push(...(await Promise.all(runs.slice(at, at + atOnce).map(work))));
  return results;
}
