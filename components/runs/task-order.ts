type Ordered = { task_id: string; state: string };

/** States a person has to look at. A task that fell with its upstream has nothing to show of its own. */
const BAD: ReadonlySet<string> = new Set(["failed", "lost"]);

/** The task beside the chosen one; stops at the ends. */
export function neighbour(tasks: readonly Ordered[], chosen: string | null, step: 1 | -1): string | null {
  const at = tasks.findIndex((task) => task.task_id === chosen);
  const to = at < 0 ? 0 : Math.min(Math.max(at + step, 0), tasks.length - 1);
  return tasks[to]?.task_id ?? null;
}

/** The failed task after the chosen one, going round; null when none failed. */
export function nextFailed(tasks: readonly Ordered[], chosen: string | null): string | null {
  const at = tasks.findIndex((task) => task.task_id === chosen);
  const round = [...tasks.slice(at + 1), ...tasks.slice(0, at + 1)];
  return round.find((task) => BAD.has(task.state))?.task_id ?? null;
}

/** What needs a look most, first. A task that waits anew after a try is where something was done just now. */
const URGENCY = ["failed", "lost", "running", "restarting", "up_for_retry", "queued", "none", "cancelled"];

/**
 * What to show when nobody has chosen: what failed, else what runs or is about to, else what was stopped. With nothing of
 * that kind the page stays where it was, and begins with what comes first.
 */
export function firstToShow<T extends Ordered & { try_number: number }>(
  tasks: readonly T[],
  last: string | null,
): T | undefined {
  const tried = tasks.filter((task) => task.try_number > 0);
  const urgent = URGENCY.flatMap((state) => tried.find((task) => task.state === state) ?? []);
  return urgent[0] ?? tasks.find((task) => task.task_id === last) ?? tasks[0];
}

/** How many tasks are in each state, the most urgent first. */
export function countStates(tasks: readonly Ordered[]): { state: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { state } of tasks) counts.set(state, (counts.get(state) ?? 0) + 1);
  const known = ORDER.flatMap((state) => {
    const count = counts.get(state);
    return count ? [{ state, count }] : [];
  });
  const rest = [...counts].filter(([state]) => !ORDER.includes(state));
  return [...known, ...rest.map(([state, count]) => ({ state, count }))];
}

const ORDER = [
  "failed",
  "upstream_failed",
  "up_for_retry",
  "restarting",
  "running",
  "queued",
  "none",
  "success",
  "skipped",
  "cancelled",
  "removed",
];
