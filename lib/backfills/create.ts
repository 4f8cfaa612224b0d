import type * as z from "zod";
import { checkParams } from "@/lib/pipelines";
import type { Sql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { createRuns, headVersion, type RunSpec, restartRuns, wake } from "@/lib/runs";
import { instantIn, intervalsBetween } from "@/lib/schedules";
import { hotWrite } from "@/lib/verbs";
import { assertSize, type PlannedRun, planRuns } from "./plan";
import { databaseTime, existingRuns, getDag, insertBackfill, thinkLonger, writeTotal } from "./repository";
import { BackfillInput, type BackfillPreview, LIMITS } from "./schema";

type Plan = {
  version: { dagId: string; versionId: string; spec: RunSpec };
  /** Null when not given. */
  params: Record<string, unknown> | null;
  runs: PlannedRun[];
  from: Date;
  to: Date;
  view: BackfillPreview;
};

/**
 * Creates the runs of every interval of the range; the scheduler starts them, `max_active_runs` at a time. A dry run
 * returns the same and creates nothing. Locks the pipeline's row and no pool. Throws for a missing schedule, an empty
 * range, parameters that the schema refuses, nothing to run, and more than a transaction should hold (LimitError).
 */
export const createBackfill = hotWrite(
  "runs:write",
  BackfillInput,
  async ({ sql, ctx, input, audit, unchanged, afterCommit, event }) => {
    await thinkLonger(sql);
    const plan = await planOf(sql, input);
    if (input.dry_run) return unchanged(plan.view);
    const wanted = plan.runs.filter((run) => run.action !== "keep");
    if (wanted.length === 0) throw nothingToDo(plan.view);
    const id = newId("bf");
    const { from, to, params, view } = plan;
    const { reprocess, run_backwards: runBackwards } = input;
    const { dagId } = plan.version;
    const createdBy = ctx.actor.name;
    const maxActiveRuns = view.max_active_runs;
    await insertBackfill(sql, {
      id,
      dagId,
      from,
      to,
      reprocess,
      maxActiveRuns,
      runBackwards,
      params,
      createdBy,
    });
    await writeTotal(sql, id, await makeRuns(sql, plan, wanted, { id, createdBy }));
    event({ topic: "backfill", id, dag_id: dagId });
    afterCommit(() => wake(ctx.redis));
    const after = {
      dag_id: dagId,
      from_date: view.from_date,
      to_date: view.to_date,
      reprocess,
      max_active_runs: maxActiveRuns,
      run_backwards: runBackwards,
      params,
      create: view.create,
      rerun: view.rerun,
    };
    return audit("backfill.create", { target: { type: "backfill", id }, after }, { ...view, id });
  },
);

async function planOf(sql: Sql, input: z.output<typeof BackfillInput>): Promise<Plan> {
  const dag = await getDag(sql, input.dag_id, !input.dry_run);
  const head = await headVersion(sql, dag.dagId);
  if (!dag.cron || !head?.versionId)
    throw InvalidError.field(
      "/dag_id",
      "This pipeline has no schedule, so a range of dates has no runs. Give it a schedule, or start single runs.",
      because("no_schedule"),
    );
  const version = { dagId: dag.dagId, versionId: head.versionId, spec: head.spec as RunSpec };
  const params = input.params ? await checkParams(version.spec.params, input.params) : null;
  const from = instantIn(dag.timeZone, input.from_date);
  const to = instantIn(dag.timeZone, input.to_date);
  if (to <= from)
    throw InvalidError.field(
      "/to_date",
      "to_date must be later than from_date; it is not part of the range",
      because("range_order"),
    );
  const schedule = { cron: dag.cron, timeZone: dag.timeZone };
  const all = intervalsBetween(schedule, from, to, LIMITS.runs + 1);
  const now = await databaseTime(sql);
  const ended = all.filter((interval) => interval.end <= now);
  const runs = planRuns(ended, await existingRuns(sql, dag.dagId, from, to), input.reprocess);
  const count = (action: PlannedRun["action"]) => runs.filter((run) => run.action === action).length;
  const wanted = runs.length - count("keep");
  // The list was cut, so the range exceeds the limit even if every interval is kept.
  assertSize(all.length > LIMITS.runs ? all.length : wanted, version.spec.tasks.length);
  const inOrder = input.run_backwards ? runs.toReversed() : runs;
  return {
    version,
    params,
    runs,
    from,
    to,
    view: {
      dry_run: input.dry_run,
      id: null,
      from_date: from.toISOString(),
      to_date: to.toISOString(),
      time_zone: dag.timeZone,
      max_active_runs: input.max_active_runs ?? dag.maxActiveRuns,
      is_paused: dag.isPaused,
      create: count("create"),
      rerun: count("rerun"),
      keep: count("keep"),
      future: all.length - ended.length,
      entries: inOrder.slice(0, LIMITS.previewEntries).map(({ interval, action, run }) => ({
        logical_date: interval.start.toISOString(),
        data_interval_end: interval.end.toISOString(),
        action,
        run: run && { id: run.id, run_key: run.runKey, state: run.state },
      })),
    },
  };
}

/** Returns how many runs it created or restarted. Runs that another transaction created or started meanwhile are left out. */
async function makeRuns(
  sql: Sql,
  { version, params }: Plan,
  wanted: readonly PlannedRun[],
  by: { id: string; createdBy: string },
): Promise<number> {
  const again = wanted.flatMap(({ action, run }) => (action === "rerun" && run ? [run.id] : []));
  const restarted = await restartRuns(sql, version, { runIds: again, params, backfillId: by.id });
  const ofNewRuns = params ?? (await checkParams(version.spec.params, {}));
  const made = await createRuns(
    sql,
    version,
    wanted
      .filter(({ action }) => action === "create")
      .map(({ interval }) => ({
        runKey: `backfill__${interval.start.toISOString()}`,
        runType: "backfill",
        logicalDate: interval.start,
        interval,
        params: ofNewRuns,
        triggeredBy: by.createdBy,
        note: null,
        backfillId: by.id,
      })),
  );
  return restarted.length + made.length;
}

function nothingToDo({ keep, future }: BackfillPreview): InvalidError {
  if (keep > 0)
    return InvalidError.field(
      "/reprocess",
      `All ${keep} intervals of this range have a run. Choose failed or completed to run them again.`,
      because("all_have_runs", { count: keep }),
    );
  if (future > 0)
    return InvalidError.field(
      "/to_date",
      "No interval of this range has ended yet; the schedule will run them.",
      because("none_ended"),
    );
  return InvalidError.field(
    "/to_date",
    "The schedule has no interval that starts in this range.",
    because("none_in_range"),
  );
}
