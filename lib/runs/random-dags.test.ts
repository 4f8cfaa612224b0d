import * as fc from "fast-check";
import { expect, test } from "vitest";
import { expectedStates, randomDag } from "@/lib/testing/random-dag";
import { closingState } from "./state";
import { judge } from "./trigger-rule";

/** The engine's decisions alone, in any order of events: counters above each task, judged when none is open. */
test("counters and rules end every random graph as the definition of all_success says, in any order", () => {
  const orders = fc.infiniteStream(fc.nat());
  fc.assert(
    fc.property(randomDag(14), orders, (tasks, order) => {
      const counters = new Map(
        tasks.map((task) => [task.task_id, { open: task.depends_on.length, failed: 0, skipped: 0 }]),
      );
      const states = new Map<string, string>();
      const ready: string[] = [];
      const end = (id: string, state: string) => {
        expect(states.has(id)).toBe(false);
        states.set(id, state);
        for (const below of tasks.filter((task) => task.depends_on.includes(id))) {
          const counter = counters.get(below.task_id) ?? { open: 0, failed: 0, skipped: 0 };
          counter.open -= 1;
          counter.failed += Number(state === "failed" || state === "upstream_failed");
          counter.skipped += Number(state === "skipped");
          if (counter.open === 0) look(below.task_id);
        }
      };
      const look = (id: string) => {
        const verdict = judge("all_success", counters.get(id) ?? { failed: 0, skipped: 0 });
        if (verdict === "run") ready.push(id);
        else end(id, verdict);
      };
      for (const task of tasks) if (task.depends_on.length === 0) look(task.task_id);
      while (ready.length > 0) {
        const [id] = ready.splice(Number(order.next().value) % ready.length, 1);
        end(id ?? "", tasks.find((task) => task.task_id === id)?.ends ?? "success");
      }
      const above = new Set(tasks.flatMap((task) => task.depends_on));
      const leaves = tasks
        .filter(({ task_id }) => !above.has(task_id))
        .map((task) => states.get(task.task_id) ?? "");
      expect({ run: closingState(null, leaves), tasks: Object.fromEntries(states) }).toEqual(
        expectedStates(tasks),
      );
    }),
  );
});
