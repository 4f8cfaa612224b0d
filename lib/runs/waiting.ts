import * as z from "zod";
import { databaseNow, poolSql, type Sql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { taskGroups, waitingRuns, waitingTasksOf } from "./repository/waits";
import type { WaitingList, WaitsFor } from "./schema";
import { runningWaitsFor, runWaitsFor, taskWaitsFor } from "./waits";

/** Rows that are looked at for all that waits, and lines of the answer; beyond them only the number is told. */
const MOST_ROWS = 5_000;
const MOST_LINES = 200;

/** What each of these runs waits for. Those that are missing in the answer do not wait. */
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

/** What each waiting task of a run waits for, by its id. Those of a run that waits itself wait for the same. */
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

/** All that waits, by pipeline and reason, the longest wait first. What starts in a moment is not among it. */
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

/** Retries of one pipeline are one line, however many moments they wait for; the earliest is shown. */
function keyOf(why: WaitsFor): string {
  return ["retry_delay", "active_tasks", "interval_end"].includes(why.reason)
    ? why.reason
    : JSON.stringify(why);
}
