import { nudgeReaders } from "@/lib/events";
import { checkParams, type NextRun, writeNextRuns, writeScheduleError } from "@/lib/pipelines";
import type { Deps } from "@/lib/platform/context";
import { poolSql, poolTransaction, type Sql } from "@/lib/platform/db";
import { InvalidError } from "@/lib/platform/errors";
import { retrying } from "@/lib/platform/retrying";
import { createRunsOf, type RunSpec, type RunsOf } from "@/lib/runs";
import type { Interval } from "@/lib/schedules";
import { cutTo, type DuePlan, planDue } from "./plan-due";
import { type DueDag, dueDags, holdUnchanged } from "./repository";
import { forEachIsolated, forGroupsIsolated, type Turn } from "./turn";

type Engine = Pick<Deps, "db" | "redis">;
type Planned = DueDag & { plan: DuePlan };

/** Pipelines that are read at once and planned before anything is written. */
const PAGE = 200;
/** Limits of one transaction, in pipelines and in tasks, so that it holds its locks for a short time. */
const GROUP = 50;
const GROUP_TASKS = 5_000;

/**
 * Creates the due runs and writes the time of the next ones. Times are computed outside of any transaction; then a
 * group of pipelines shares one. Nothing is locked between reading and writing: `holdUnchanged` skips the rows that
 * another scheduler has changed.
 */
export async function makeDueRuns({ db, redis }: Engine, now: Date, turn: Turn): Promise<void> {
  for (let after: Awaited<ReturnType<typeof dueDags>>["last"] = null; ; ) {
    const { dags, last } = await dueDags(poolSql(db.pool), now, after, PAGE);
    const planned: Planned[] = [];
    await forEachIsolated(turn, dags, keyOf, async (dag) => {
      try {
        planned.push({ ...dag, plan: planDue(dag, dag.lastEnd, dag.room, now) });
      } catch (error) {
        await writeScheduleError(
          poolSql(db.pool),
          dag,
          error instanceof Error ? error.message : String(error),
        );
        nudgeReaders(redis);
        throw new Error(`The schedule of ${dag.dagId} cannot be followed`, { cause: error });
      }
    });
    await forGroupsIsolated(turn, planned, { size: GROUP, keyOf }, (group) =>
      retrying(() => poolTransaction(db.pool, (sql) => makePlanned(sql, group))),
    );
    if (planned.length > 0) nudgeReaders(redis);
    if (!last) return;
    if (!turn.hasTime()) return turn.leave();
    after = last;
  }
}

const keyOf = ({ dagId }: DueDag) => dagId;

/** Returns how many pipelines of the group are done. The rest would make the transaction too long. */
async function makePlanned(sql: Sql, group: readonly Planned[]): Promise<number> {
  const making = new Set(group.filter(({ plan }) => plan.intervals.length > 0).map(keyOf));
  const held = new Map((await holdUnchanged(sql, group, making)).map((dag) => [dag.dagId, dag]));
  const runs: RunsOf[] = [];
  const written: NextRun[] = [];
  let [done, tasks] = [0, 0];
  for (const { plan: whole, ...dag } of group) {
    const { dagId } = dag;
    const { versionId, spec } = held.get(dagId) ?? {};
    const each = spec?.tasks.length ?? 0;
    const plan = cutTo(whole, Math.max(1, Math.floor(GROUP_TASKS / Math.max(each, 1))));
    const more = each * plan.intervals.length;
    if (tasks > 0 && tasks + more > GROUP_TASKS) break;
    done += 1;
    tasks += more;
    if (versionId && spec && plan.intervals.length > 0) {
      const params = await defaultsOf(spec);
      if (typeof params === "string") {
        await writeScheduleError(sql, dag, params);
        continue;
      }
      runs.push({ dagId, versionId, spec, wishes: plan.intervals.map(wishOf(params)) });
    }
    if (versionId) written.push({ dagId, lastEnd: plan.lastEnd, next: plan.next });
  }
  await createRunsOf(sql, runs);
  await writeNextRuns(sql, written);
  return done;
}

/**
 * The default parameters of a run, or the reason why the schema refuses them: old versions were saved before their
 * defaults were checked.
 */
async function defaultsOf(spec: RunSpec): Promise<Record<string, unknown> | string> {
  try {
    return await checkParams(spec.params, {});
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    return `the defaults of params are not what it allows: ${error.message}`;
  }
}

const wishOf = (params: Record<string, unknown>) => (interval: Interval) => ({
  runKey: `scheduled__${interval.start.toISOString()}`,
  runType: "scheduled" as const,
  logicalDate: interval.start,
  interval,
  params,
  triggeredBy: null,
  note: null,
  backfillId: null,
});
