type Ordered = { task_id: string; state: string };

/** States that need attention. An upstream_failed task has nothing of its own to show. */
const BAD: ReadonlySet<string> = new Set(["failed", "lost"]);

/** The task beside the chosen one; stops at the ends. */
export function neighbour(tasks: readonly Ordered[], chosen: string | null, step: 1 | -1): string | null {
  const at = tasks.findIndex((task) => task.task_id === chosen);
  const to = at < 0 ? 0 : Math.min(Math.max(at + step, 0), tasks.length - 1);
  return tasks[to]?.task_id ?? null;
}

/** The failed task after the selected one, wrapping around; null without any. */
export function nextFailed(tasks: readonly Ordered[], chosen: string | null): string | null {
  const at = tasks.findIndex((task) => task.task_id === chosen);
  const round = [...tasks.slice(at + 1), ...tasks.slice(0, at + 1)];
  return round.find((task) => BAD.has(task.state))?.task_id ?? null;
}

/** States by urgency. A task that waits again after a try was changed just now. */
const URGENCY = ["failed", "lost", "running", "restarting", "up_for_retry", "queued", "none", "cancelled"];

/**
 * The task to select at first: a failed one, else one that runs or will soon, else a stopped one. Otherwise the page
 * keeps its selection, or starts with the first.
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
