import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { firstIdAt, timeOfPrediction } from "./prediction-time";

test.each([0, 1, 1_767_225_599_999, Date.parse("9999-12-31T23:59:59.999Z")])("an id of %d says so", (ms) => {
  expect(timeOfPrediction(newId("pred", ms))?.getTime()).toBe(ms);
});

test("the first id of a time is after all before it, and not after any of it", () => {
  const ms = 1_767_225_600_000;
  expect(newId("pred", ms - 1) < firstIdAt(new Date(ms))).toBe(true);
  expect(firstIdAt(new Date(ms)) <= newId("pred", ms)).toBe(true);
});

test.each([
  "",
  "pred_",
  "run_01J00000000000000000000000",
  `pred_${"Z".repeat(26)}`,
  `pred_${"0".repeat(25)}U`,
])("%j is none", (id) => {
  expect(timeOfPrediction(id)).toBeNull();
});
