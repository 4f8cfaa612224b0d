import type { FieldError } from "@/lib/platform/errors";
import { because, type Reason } from "@/lib/platform/reasons";

type Node = { task_id: string; depends_on: readonly string[] };
export type GraphResult = { order: string[]; errors: FieldError[] };

/** Sorts tasks after their upstream tasks, or returns the errors of the graph, each with its field. */
export function checkGraph(tasks: readonly Node[]): GraphResult {
  const errors: FieldError[] = [];
  const index = new Map<string, number>();
  tasks.forEach((task, i) => {
    if (index.has(task.task_id))
      errors.push(
        at(
          `/tasks/${i}/task_id`,
          because("duplicate", { name: task.task_id }),
          `task_id ${JSON.stringify(task.task_id)} is used twice`,
        ),
      );
    else index.set(task.task_id, i);
  });
  tasks.forEach((task, i) => {
    task.depends_on.forEach((upstream, k) => {
      const pointer = `/tasks/${i}/depends_on/${k}`;
      if (!index.has(upstream))
        errors.push(
          at(
            pointer,
            because("unknown_task", { task: task.task_id, upstream }),
            `${JSON.stringify(task.task_id)} depends on ${JSON.stringify(upstream)}, which is not a task of this pipeline`,
          ),
        );
      else if (task.depends_on.indexOf(upstream) !== k)
        errors.push(
          at(
            pointer,
            because("duplicate", { name: upstream }),
            `${JSON.stringify(upstream)} is listed twice`,
          ),
        );
    });
  });
  if (errors.length > 0) return { order: [], errors };
  const order = sort(tasks);
  if (order.length === tasks.length) return { order, errors };
  const cycle = findCycle(tasks, new Set(order));
  const first = index.get(cycle[0] ?? "") ?? 0;
  const path = cycle.join(" -> ");
  return {
    order: [],
    errors: [at(`/tasks/${first}/depends_on`, because("cycle", { path }), `the tasks form a cycle: ${path}`)],
  };
}

/** Kahn's algorithm, keeping the author's order. Tasks that remain are on a cycle or below one. */
function sort(tasks: readonly Node[]): string[] {
  const waiting = new Map(tasks.map((task) => [task.task_id, task.depends_on.length]));
  const below = new Map<string, string[]>();
  for (const task of tasks)
    for (const upstream of task.depends_on)
      below.set(upstream, [...(below.get(upstream) ?? []), task.task_id]);
  const ready = tasks.filter((task) => task.depends_on.length === 0).map((task) => task.task_id);
  for (let i = 0; i < ready.length; i++) {
    for (const next of below.get(ready[i] ?? "") ?? []) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0) ready.push(next);
    }
  }
  return ready;
}

/** Walks upstream until a task repeats: every unsorted task has an unsorted upstream task, so one must. */
function findCycle(tasks: readonly Node[], sorted: ReadonlySet<string>): string[] {
  const byId = new Map(tasks.map((task) => [task.task_id, task]));
  const path: string[] = [];
  let current = tasks.find((task) => !sorted.has(task.task_id))?.task_id;
  while (current !== undefined && !path.includes(current)) {
    path.push(current);
    current = byId.get(current)?.depends_on.find((upstream) => !sorted.has(upstream));
  }
  return current === undefined ? path : [...path.slice(path.indexOf(current)), current].reverse();
}

function at(pointer: string, reason: Reason, detail: string): FieldError {
  return { pointer, ...reason, detail };
}
