import { expect, it } from "vitest";
import { backOffMs, USUAL_RETRY } from "./back-off";

const MIDDLE = 0.5;

it.each([
  [1, 1_000],
  [2, 2_000],
  [3, 4_000],
  [8, 128_000],
  [9, 256_000],
  [10, 300_000],
  [5_000, 300_000],
])("after %i failures in a row it waits %i ms", (failures, ms) => {
  expect(backOffMs(USUAL_RETRY, failures, MIDDLE)).toBeCloseTo(ms);
});

it.each([
  [0, 800],
  [MIDDLE, 1_000],
  [1, 1_200],
])("chance %f moves the wait by a fifth at most", (random, ms) => {
  expect(backOffMs(USUAL_RETRY, 1, random)).toBeCloseTo(ms);
});

it("a policy of one pace never grows", () => {
  const pace = { firstMs: 1_000, mostMs: 1_000 };
  expect([1, 2, 50].map((failures) => backOffMs(pace, failures, MIDDLE))).toEqual([1_000, 1_000, 1_000]);
});
