import { expect, it } from "vitest";
import { columnOf } from "./columns";
import { scatterGroups } from "./scatter-points";

const column = (key: string, ...values: (string | number | null)[]) =>
  columnOf("params", { key, differs: true, values });
const wanted = {
  names: ["a", "b", "c", "d"],
  x: column("x", 0, 5, 10, null),
  y: column("y", 1, 3, 2, 2),
  say: String,
  none: "none",
};

it("a run stands where it has both values", () => {
  const [group] = scatterGroups({ ...wanted, color: undefined });
  expect(group?.points.map(({ name, x, y }) => [name, x, y])).toEqual([
    ["a", 0, 0],
    ["b", 0.5, 1],
    ["c", 1, 0.5],
  ]);
});

it("words have a group each, and so have runs without one", () => {
  const groups = scatterGroups({ ...wanted, color: column("optimizer", "sgd", "adam", null, "sgd") });
  expect(groups.map(({ word, points }) => [word, points.map(({ name }) => name)])).toEqual([
    ["adam", ["b"]],
    ["sgd", ["a"]],
    ["none", ["c"]],
  ]);
});

it("numbers are one group with a colour between two", () => {
  const groups = scatterGroups({ ...wanted, color: column("depth", 1, 2, 3, 4) });
  expect(groups).toHaveLength(1);
  expect(groups[0]?.points.map(({ color }) => /(\d+)%/.exec(color)?.[1])).toEqual(["0", "33", "67"]);
});
