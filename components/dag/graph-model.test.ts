import { expect, it } from "vitest";
import { graphOf } from "./graph-model";

const tasks = [
  { task_id: "a", kind: "bash", depends_on: [] },
  { task_id: "b", kind: "node", depends_on: ["a", "gone"] },
];

it("places tasks where the server put them and draws only edges with two ends", () => {
  const layout = { nodes: { a: { x: 1, y: 2 } }, width: 10, height: 10 };
  expect(graphOf(tasks, layout, { b: "running" })).toEqual({
    nodes: [
      { id: "a", position: { x: 1, y: 2 }, kind: "bash", state: "none" },
      { id: "b", position: { x: 0, y: 0 }, kind: "node", state: "running" },
    ],
    edges: [{ id: "a b", source: "a", target: "b", animated: true }],
  });
});
