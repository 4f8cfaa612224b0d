import { expect, it } from "vitest";
import { byteTicks, numberTicks, timeTicks } from "./nice-ticks";

it.each([
  [0, [0, 1]],
  [430, [0, 100, 200, 300, 400, 500]],
  [4_200, [0, 1_000, 2_000, 3_000, 4_000, 5_000]],
  [68_000, [0, 15_000, 30_000, 45_000, 60_000, 75_000]],
  [105_000, [0, 30_000, 60_000, 90_000, 120_000]],
  [3_600_000, [0, 900_000, 1_800_000, 2_700_000, 3_600_000]],
  [400_000_000, [0, 86_400_000, 172_800_000, 259_200_000, 345_600_000, 432_000_000]],
])("ticks of time up to %s ms", (most, ticks) => expect(timeTicks(most)).toEqual(ticks));

it.each([
  [0, 1, [0, 1]],
  [1, 1, [0, 1]],
  [3, 1, [0, 1, 2, 3]],
  [17, 1, [0, 5, 10, 15, 20]],
])("ticks of numbers up to %s, %s apart", (most, least, ticks) =>
  expect(numberTicks(most, least)).toEqual(ticks),
);

it("ticks of sizes are powers of two apart", () => {
  expect(byteTicks(9 * 1_048_576)).toEqual([0, 2, 4, 6, 8, 10].map((mib) => mib * 1_048_576));
  expect(byteTicks(0)).toEqual([0, 1]);
});
