import { countStates } from "./task-order";

type Grouped = { task_id: string; state: string };
export type TaskRow<T> =
  | { kind: "group"; name: string; count: number; state: string; closed: boolean }
  | { kind: "task"; task: T; within: string | null };

/** The group of a task: what is before the last dot of its name, as for Airflow's task groups. */
function groupOf({ task_id }: Grouped): string | null {
  const at = task_id.lastIndexOf(".");
  return at > 0 ? task_id.slice(0, at) : null;
}

/** Tasks whose name contains the text, in upper or lower case, and that are in this state; null is any. */
export function tasksThat<T extends Grouped>(tasks: readonly T[], find: string, state: string | null): T[] {
  const wanted = find.trim().toLowerCase();
  return tasks.filter(
    (task) =>
      (state === null || task.state === state) &&
      (wanted === "" || task.task_id.toLowerCase().includes(wanted)),
  );
}

/**
 * The rows of the list. Tasks of a group of two or more stand together, below its name, at the place of the first; a
 * closed group has its name only, with its most urgent state.
 */
export function rowsOfTasks<T extends Grouped>(
  tasks: readonly T[],
  closed: ReadonlySet<string>,
): TaskRow<T>[] {
  const members = new Map<string, T[]>();
  for (const task of tasks) {
    const group = groupOf(task);
    if (group !== null) members.set(group, [...(members.get(group) ?? []), task]);
  }
  const done = new Set<string>();
  return tasks.flatMap((task): TaskRow<T>[] => {
    const name = groupOf(task);
    const together = name === null ? [] : (members.get(name) ?? []);
    if (name === null || together.length < 2) return [{ kind: "task", task, within: null }];
    if (done.has(name)) return [];
    done.add(name);
    const isClosed = closed.has(name);
    const state = countStates(together)[0]?.state ?? "none";
    return [
      { kind: "group", name, count: together.length, state, closed: isClosed },
      ...(isClosed ? [] : together.map((one): TaskRow<T> => ({ kind: "task", task: one, within: name }))),
    ];
  });
}
