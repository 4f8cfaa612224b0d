import { expect, test } from "vitest";
import { afterFailure, FIT, isResting } from "./fitness";

test("three failures in a row bring a rest, each further one a longer rest, and all under a minute", () => {
  let fitness = FIT;
  const rests: number[] = [];
  for (let now = 1_000; rests.length < 8; now = Math.max(now + 1, fitness.restUntil)) {
    fitness = afterFailure(fitness, now);
    rests.push(Math.max(0, fitness.restUntil - now));
  }
  expect(rests).toEqual([0, 0, 5_000, 10_000, 20_000, 40_000, 40_000, 40_000]);
});

test("what fails during a rest was taken before it and does not prolong it", () => {
  const resting = [1, 2, 3].reduce(afterFailure, FIT);
  expect(isResting(resting, 4)).toBe(true);
  expect(afterFailure(resting, 4)).toEqual(resting);
  expect(isResting(resting, resting.restUntil)).toBe(false);
});
