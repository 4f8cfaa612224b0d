import { expect, it } from "vitest";
import { firstSight, graphOf } from "./graph-model";

const tasks = [
  { task_id: "a", kind: "bash", depends_on: [] },
  { task_id: "b", kind: "node", depends_on: ["a", "gone"] },
];

it("places tasks where the server put them and draws only edges with two ends", () => {
  const layout = { nodes: { a: { x: 1, y: 2 } }, width: 10, height: 10 };
  expect(graphOf(tasks, layout, new Map([["b", "running"]]))).toEqual({
    nodes: [
      { id: "a", position: { x: 1, y: 2 }, kind: "bash", state: "none", ends: { in: false, out: true } },
      { id: "b", position: { x: 0, y: 0 }, kind: "node", state: "running", ends: { in: true, out: false } },
    ],
    edges: [{ id: "a b", source: "a", target: "b", animated: true }],
  });
});

it.each(["constructor", "toString", "hasOwnProperty", "__proto__"])(
  "a task called %s that has no place and no state yet has neither of every object's",
  (task_id) => {
    const layout = { nodes: {}, width: 0, height: 0 };
    const { nodes } = graphOf([{ task_id, kind: "empty", depends_on: [] }], layout, new Map());
    expect(nodes).toMatchObject([{ position: { x: 0, y: 0 }, state: "none" }]);
  },
);

it.each([
  ["a small graph is centred, as large as life", [448, 44], [800, 200], { x: 176, y: 78, zoom: 1 }],
  ["one that nearly fits is made smaller", [800, 44], [752, 200], { x: 16, y: 80.2, zoom: 0.9 }],
  ["a wide one starts at its first task", [1440, 44], [800, 200], { x: 16, y: 81.3, zoom: 0.85 }],
  ["and so on a phone", [1440, 44], [296, 200], { x: 16, y: 81.3, zoom: 0.85 }],
  ["a high one starts at its top", [200, 2000], [800, 440], { x: 315, y: 16, zoom: 0.85 }],
  ["of nothing", [0, 0], [800, 200], { x: 400, y: 100, zoom: 1 }],
])("first sight: %s", (_name, [width = 0, height = 0], [w = 0, h = 0], expected) => {
  const seen = firstSight({ width, height }, { width: w, height: h });
  expect(seen.zoom).toBeCloseTo(expected.zoom, 5);
  expect(seen.x).toBeCloseTo(expected.x, 5);
  expect(seen.y).toBeCloseTo(expected.y, 5);
});
