import { expect, it } from "vitest";
import { firstView, graphOf } from "./graph-model";

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

it.each([
  [
    "whole and in the middle, never larger than life",
    { width: 400, height: 40 },
    { x: 300, y: 130, zoom: 1 },
  ],
  ["a little smaller when that makes it fit", { width: 1_058, height: 40 }, { x: 24, y: 132, zoom: 0.9 }],
  ["readable, from its first task on", { width: 5_000, height: 2_000 }, { x: 24, y: 24, zoom: 0.85 }],
])("shows a drawing %s", (_name, layout, view) => {
  const seen = firstView(layout, { width: 1_000, height: 300 });
  expect(seen.zoom).toBeCloseTo(view.zoom, 2);
  expect(seen.x).toBeCloseTo(view.x, 0);
  expect(seen.y).toBeCloseTo(view.y, 0);
});
