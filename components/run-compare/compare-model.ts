import type { RunDetail } from "@/lib/runs/schema";

type Task = RunDetail["tasks"][number];
export type Side = { state: string; ranMs: number | null };
/** A task of one or both runs. */
export type TaskPair = {
  taskId: string;
  a: Side | null;
  b: Side | null;
  /** By how much the second took longer; null where one has not run. */
  byMs: number | null;
};

/** Tasks in the order of the second run; those of the first alone come last. */
export function taskPairs(a: RunDetail, b: RunDetail): TaskPair[] {
  const [ofA, ofB] = [sidesOf(a), sidesOf(b)];
  return [...new Set([...ofB.keys(), ...ofA.keys()])].map((taskId) => {
    const [one, other] = [ofA.get(taskId) ?? null, ofB.get(taskId) ?? null];
    const [before, after] = [one?.ranMs ?? null, other?.ranMs ?? null];
    return { taskId, a: one, b: other, byMs: before !== null && after !== null ? after - before : null };
  });
}

function sidesOf({ tasks }: RunDetail): Map<string, Side> {
  return new Map(
    tasks
      .filter(({ state }) => state !== "removed")
      .map((task) => [task.task_id, { state: task.state, ranMs: ranMs(task) }]),
  );
}

/** Running time of all ended tries; null where none has ended. */
function ranMs({ attempts }: Task): number | null {
  const times = attempts.flatMap(({ started_at, finished_at }) =>
    started_at && finished_at ? [Math.max(0, Date.parse(finished_at) - Date.parse(started_at))] : [],
  );
  return times.length > 0 ? times.reduce((sum, time) => sum + time, 0) : null;
}

export type ValueRow = { path: string; a: string | null; b: string | null; differs: boolean };

/** At most so many values of one object are laid side by side. */
export const MOST_VALUES = 500;

/** The values of two JSON texts by their path, in the order of their names. Null: there is none. */
export function valueRows(a: unknown, b: unknown): { rows: ValueRow[]; isCut: boolean } {
  const [ofA, ofB] = [leavesOf(a), leavesOf(b)];
  const paths = [...new Set([...ofA.keys(), ...ofB.keys()])].toSorted();
  const rows = paths.slice(0, MOST_VALUES).map((path) => {
    const [one, other] = [ofA.get(path) ?? null, ofB.get(path) ?? null];
    return { path, a: one, b: other, differs: one !== other };
  });
  const isCut = paths.length > MOST_VALUES || ofA.size > MOST_VALUES || ofB.size > MOST_VALUES;
  return { rows, isCut };
}

/** Stops soon after MOST_VALUES, also in a large value. */
function leavesOf(value: unknown): Map<string, string> {
  const leaves = new Map<string, string>();
  const visit = (part: unknown, path: string) => {
    if (leaves.size > MOST_VALUES) return;
    const entries = entriesOf(part);
    if (entries === null) leaves.set(path, JSON.stringify(part));
    else for (const [key, inner] of entries) visit(inner, path === "" ? key : `${path}.${key}`);
  };
  if (value !== null && value !== undefined) visit(value, "");
  return leaves;
}

/** Null for a value that has no parts. */
function entriesOf(value: unknown): [string, unknown][] | null {
  if (typeof value !== "object" || value === null) return null;
  const entries = Object.entries(value);
  return entries.length > 0 ? entries : null;
}

/** The task that is looked at first: one that failed in either run, else the one whose time differs most. */
export function taskToLookAt(pairs: readonly TaskPair[]): string | null {
  const failed = pairs.find(({ a, b }) => b?.state === "failed" || a?.state === "failed");
  const slowest = pairs.toSorted((one, other) => Math.abs(other.byMs ?? 0) - Math.abs(one.byMs ?? 0))[0];
  return failed?.taskId ?? slowest?.taskId ?? null;
}
