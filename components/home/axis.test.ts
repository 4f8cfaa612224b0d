import { expect, it } from "vitest";
import { labelled, niceMost, ticksOf } from "./axis";

it.each([
  [0, 1],
  [1, 1],
  [3, 5],
  [5, 5],
  [6, 10],
  [11, 20],
  [420, 500],
  [1_001, 2_000],
])("%i fits under %i", (most, top) => {
  expect(niceMost(most)).toBe(top);
});

it("names the bottom, a whole middle and the top", () => {
  expect([1, 2, 5, 10].map(ticksOf)).toEqual([
    [0, 1],
    [0, 1, 2],
    [0, 5],
    [0, 5, 10],
  ]);
});

it("labels bars evenly, no more than asked", () => {
  expect(labelled(48, 6)).toEqual([0, 8, 16, 24, 32, 40]);
  expect(labelled(7, 6)).toEqual([0, 2, 4, 6]);
  expect(labelled(1, 6)).toEqual([0]);
});
