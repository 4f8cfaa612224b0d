import * as z from "zod";
import { databaseNow, poolSql, type Sql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { taskGroups, waitingRuns, waitingTasksOf } from "./repository/waits";
import type { WaitingList, WaitsFor } from "./schema";
import { runningWaitsFor, runWaitsFor, taskWaitsFor } from "./waits";

/** At most so many rows are read and lines returned; beyond them there is only a count. */
const MOST_ROWS = 5_000;
const MOST_LINES = 200;

/** Why each of these runs waits. Runs that do not wait are missing from the result. */
export async function waitsOfRuns(
  sql: Sql,
  runs: readonly { id: string; state: string }[],
  now: Date,
): Promise<Map<string, WaitsFor>> {
  const idsIn = (state: string) => runs.flatMap((run) => (run.state === state ? [run.id] : []));
  const waits = new Map<string, WaitsFor>();
  const queued = idsIn("queued");
  if (queued.length > 0)
    for (const group of await waitingRuns(sql, queued, MOST_ROWS))
      for (const id of group.runIds) waits.set(id, runWaitsFor(group));
  const running = idsIn("running");
  if (running.length > 0) {
    const groups = await taskGroups(sql, running, MOST_ROWS);
    for (const id of running) {
      const tasks = groups.filter((group) => group.runId === id);
      const why = runningWaitsFor(
        tasks.map((task) => ({ state: task.state, waits: taskWaitsFor(task, now) })),
      );
      if (why) waits.set(id, why);
    }
  }
  return waits;
}

/** Why each waiting task of a run waits, by task instance id. Tasks of a waiting run have the run's reason. */
export async function waitsOfTasks(
  sql: Sql,
  run: { id: string; state: string; waits_for: WaitsFor | null },
  tasks: readonly { id: string; state: string }[],
  now: Date,
): Promise<Map<string, WaitsFor>> {
  if (run.state === "queued" && run.waits_for) {
    const same = run.waits_for;
    return new Map(tasks.flatMap(({ id, state }) => (state === "none" ? [[id, same] as const] : [])));
  }
  if (run.state !== "running") return new Map();
  const waiting = await waitingTasksOf(sql, run.id);
  return new Map(
    waiting.flatMap((task) => {
      const why = taskWaitsFor(task, now);
      return why ? [[task.id, why] as const] : [];
    }),
  );
}

/** Everything that waits, by pipeline and reason, the longest wait first. Tasks that start in a moment are left out. */
export const listWaiting = read("runs:read", z.object({}), async (ctx): Promise<WaitingList> => {
  const sql = poolSql(ctx.db.pool);
  const [runs, tasks, now] = await Promise.all([
    waitingRuns(sql, null, MOST_ROWS),
    taskGroups(sql, null, MOST_ROWS),
    databaseNow(ctx.db.pool),
  ]);
  const seen = [
    ...runs.map((group) => ({ ...group, why: runWaitsFor(group), runs: group.count, tasks: 0 })),
    ...tasks.map((group) => ({ ...group, why: taskWaitsFor(group, now), runs: 0, tasks: group.count })),
  ];
  const lines = new Map<string, WaitingList["data"][number]>();
  for (const { dagId, why, since, runs, tasks } of seen) {
    if (why === null || why.reason === "starting") continue;
    const key = `${dagId} ${keyOf(why)}`;
    const line = lines.get(key);
    const at = (since ?? now).toISOString();
    lines.set(key, {
      dag_id: dagId,
      waits_for: line?.waits_for ?? why,
      runs: (line?.runs ?? 0) + runs,
      tasks: (line?.tasks ?? 0) + tasks,
      since: line && line.since < at ? line.since : at,
    });
  }
  const sorted = [...lines.values()].sort((one, other) => (one.since < other.since ? -1 : 1));
  return { data: sorted.slice(0, MOST_LINES), more: Math.max(0, sorted.length - MOST_LINES) };
});

/** The retries of a pipeline share one line, which shows the earliest time. */
function keyOf(why: WaitsFor): string {
  return ["retry_delay", "active_tasks", "interval_end"].includes(why.reason)
    ? why.reason
    : JSON.stringify(why);
}
