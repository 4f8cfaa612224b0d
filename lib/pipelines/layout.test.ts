import { expect, it } from "vitest";
import { layoutTasks, MOST_NODES } from "./layout";

const chain = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ task_id: `t${i}`, depends_on: i === 0 ? [] : [`t${i - 1}`] }));

it("puts every task to the right of what it depends on, and none on another", () => {
  const tasks = [...chain(4), { task_id: "side", depends_on: ["t0"] }];
  const { nodes, width, height } = layoutTasks(tasks);
  for (const task of tasks)
    for (const up of task.depends_on) expect(nodes[up]?.x ?? 0).toBeLessThan(nodes[task.task_id]?.x ?? 0);
  expect(new Set(Object.values(nodes).map(({ x, y }) => `${x},${y}`)).size).toBe(tasks.length);
  expect(width).toBeGreaterThan(0);
  expect(height).toBeGreaterThan(0);
});

const OWN_NAMES = ["constructor", "toString", "hasOwnProperty", "valueOf", "__defineGetter__", "prototype"];

it.each([...OWN_NAMES, "__proto__"])(
  "a task called %s has its place, and no object gets anything from it",
  (name) => {
    const { nodes } = layoutTasks([
      { task_id: name, depends_on: [] },
      { task_id: "after", depends_on: [name] },
    ]);
    expect(Object.keys(nodes)).toEqual([name, "after"]);
    expect(Object.entries(nodes).map(([, { x }]) => x)).toEqual([0, 188]);
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("after");
  },
);

it("does not draw a graph that is too large to read", () => {
  expect(layoutTasks(chain(MOST_NODES + 1)).nodes).toEqual({});
});
