import { downstreamOf, type RunSpec } from "./spec";

/** A task of a run that may be run again. */
export type ClearableTask = {
  /** Null for a task of the new version that the run does not have yet. */
  id: string | null;
  taskId: string;
  state: string;
  upstream: readonly string[];
  downstream: readonly string[];
  /** Its process exited with code 99. */
  skippedItself: boolean;
};
export type ClearWish = {
  task_ids?: readonly string[] | undefined;
  only_failed: boolean;
  downstream: boolean;
};

/** A run's tasks with the edges of another version; tasks that the version lacks are left out. */
export function onVersion(tasks: readonly ClearableTask[], spec: RunSpec): ClearableTask[] {
  const known = new Map(tasks.map((task) => [task.taskId, task]));
  const below = downstreamOf(spec);
  return spec.tasks.map(({ task_id, depends_on }) => ({
    ...(known.get(task_id) ?? { id: null, taskId: task_id, state: "none", skippedItself: false }),
    upstream: [...new Set(depends_on)],
    downstream: below.get(task_id) ?? [],
  }));
}

const ENDED_BADLY: ReadonlySet<string> = new Set(["failed", "upstream_failed", "cancelled"]);

/** Names of the tasks that a clear resets, including waiting ones. Never throws: names were checked before. */
export function clearTargets(tasks: readonly ClearableTask[], wish: ClearWish): Set<string> {
  const byId = new Map(tasks.map((task) => [task.taskId, task]));
  const chosen = new Set(wish.task_ids ?? byId.keys());
  if (wish.only_failed) {
    const ownWill = skippedByOwnWill(byId);
    for (const id of chosen) {
      const state = byId.get(id)?.state ?? "";
      if (!ENDED_BADLY.has(state) && (state !== "skipped" || ownWill.has(id))) chosen.delete(id);
    }
  }
  // Tasks that are new in the version have never run, so every clear includes them.
  for (const task of tasks) if (task.id === null) chosen.add(task.taskId);
  if (wish.downstream) addBelow(chosen, (id) => byId.get(id)?.downstream ?? []);
  return chosen;
}

/** Iterating a set visits what is added on the way, so this reaches everything below. */
function addBelow(chosen: Set<string>, below: (id: string) => readonly string[]): void {
  for (const id of chosen) for (const next of below(id)) chosen.add(next);
}

/** Tasks that skipped themselves, and those skipped below them. Other skipped tasks never started: their run timed out. */
function skippedByOwnWill(byId: ReadonlyMap<string, ClearableTask>): Set<string> {
  const skipped = (id: string) => byId.get(id)?.state === "skipped";
  const chosen = new Set([...byId.values()].flatMap((task) => (task.skippedItself ? [task.taskId] : [])));
  addBelow(chosen, (id) => (byId.get(id)?.downstream ?? []).filter(skipped));
  return new Set([...chosen].filter(skipped));
}
