import { expect, it } from "vitest";
import { barHeights } from "./bar-heights";

const percents = (durations: (number | null)[]) => barHeights(durations).map((bar) => bar?.percent ?? null);

it.each([
  ["nothing", [], []],
  ["one", [5_000], [100]],
  ["no time at all", [0, 0], [100, 100]],
  ["in proportion, the shortest still seen", [0, 500, 1_000], [20, 60, 100]],
  ["what has not ended has none", [null, 1_000], [null, 100]],
] as const)("%s", (_, durations, expected) => {
  expect(percents([...durations])).toEqual(expected);
});

it("an outlier is cut off and the others keep their differences", () => {
  const bars = barHeights([1_000, 2_000, 1_500, 3_600_000]);
  expect(bars.map((bar) => bar?.isCut)).toEqual([false, false, false, true]);
  expect(bars.map((bar) => bar?.percent)).toEqual([40, 60, 50, 100]);
});
