/** Tasks of one version in the order of the file. */
export type VersionTasks = readonly { task_id: string; depends_on: readonly string[] }[];

/**
 * The order in which pages show tasks: each after its upstream tasks, else as in the file. Versions come newest first;
 * the newest decides, and tasks of older versions only keep their place there.
 */
export function taskOrder(versions: readonly VersionTasks[]): string[] {
  const above = new Map<string, readonly string[]>();
  for (const tasks of versions)
    for (const task of tasks) if (!above.has(task.task_id)) above.set(task.task_id, task.depends_on);
  const placed = new Set<string>();
  const opened = new Set<string>();
  const stack = [...above.keys()].reverse();
  for (let task = stack.at(-1); task !== undefined; task = stack.at(-1)) {
    const open = (above.get(task) ?? []).filter((up) => above.has(up) && !placed.has(up));
    if (open.length === 0 || opened.has(task)) {
      placed.add(task);
      stack.pop();
    } else {
      opened.add(task);
      stack.push(...open.toReversed());
    }
  }
  return [...placed];
}
