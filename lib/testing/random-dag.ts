import * as fc from "fast-check";

export type Outcome = "success" | "failed" | "skipped";
/** `ends`: how the task's process ends if it is not interrupted. */
export type PlannedTask = { task_id: string; depends_on: string[]; ends: Outcome };

/** Graphs of `least` to `most` tasks. Each may depend on any earlier one; some fail and some skip. */
export function randomDag(most: number, least = 1): fc.Arbitrary<PlannedTask[]> {
  const ends = fc.oneof(
    { weight: 8, arbitrary: fc.constant<Outcome>("success") },
    { weight: 1, arbitrary: fc.constant<Outcome>("failed") },
    { weight: 1, arbitrary: fc.constant<Outcome>("skipped") },
  );
  const task = fc.record({ ends, above: fc.array(fc.nat({ max: most - 1 }), { maxLength: 3 }) });
  return fc.array(task, { minLength: least, maxLength: most }).map((drawn) =>
    drawn.map(({ ends, above }, at) => ({
      task_id: `t${at}`,
      depends_on: [...new Set(above.filter((up) => up < at))].map((up) => `t${up}`),
      ends,
    })),
  );
}

/**
 * The reference: the final states of a run and its tasks without interference. Written from the definition of
 * all_success, without counters and independent of order.
 */
export function expectedStates(tasks: readonly PlannedTask[]): {
  run: string;
  tasks: Record<string, string>;
} {
  const states = new Map<string, string>();
  const stateOf = (id: string): string => {
    const known = states.get(id);
    if (known) return known;
    const task = tasks.find((one) => one.task_id === id);
    const above = (task?.depends_on ?? []).map(stateOf);
    const state = above.some((up) => up === "failed" || up === "upstream_failed")
      ? "upstream_failed"
      : above.includes("skipped")
        ? "skipped"
        : (task?.ends ?? "success");
    states.set(id, state);
    return state;
  };
  const all = Object.fromEntries(tasks.map((task) => [task.task_id, stateOf(task.task_id)]));
  const above = new Set(tasks.flatMap((task) => task.depends_on));
  const leaves = tasks.filter((task) => !above.has(task.task_id)).map((task) => all[task.task_id]);
  const failed = leaves.some((state) => state === "failed" || state === "upstream_failed");
  return { run: failed ? "failed" : "success", tasks: all };
}
