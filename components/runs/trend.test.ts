import { describe, expect, it } from "vitest";
import { quantile, trendOf, versionsBetween } from "./trend";

const times = (count: number, ms: number) => Array.from({ length: count }, () => ms);
/** From 0.9 to 1.1 of it, in turn. */
const about = (count: number, ms: number) => times(count, ms).map((one, at) => one * (0.9 + 0.05 * (at % 5)));

describe("trendOf", () => {
  it.each([
    [
      "a fifth and a second more in the median is slower",
      [...times(30, 10_000), ...times(10, 12_000)],
      "slower",
    ],
    ["a fifth and a second less is faster", [...times(30, 10_000), ...times(10, 8_000)], "faster"],
    ["a little less than a fifth is steady", [...times(30, 10_000), ...times(10, 11_900)], "steady"],
    ["twice a tenth of a second is steady", [...times(30, 100), ...times(10, 200)], "steady"],
    [
      "one that took an hour changes nothing",
      [...about(30, 10_000), ...about(9, 10_000), 3_600_000],
      "steady",
    ],
    [
      "four of ten that took an hour change nothing",
      [...about(30, 10_000), ...about(6, 10_000), ...times(4, 3_600_000)],
      "steady",
    ],
    [
      "long ones before do not hide it",
      [...about(28, 10_000), ...times(2, 3_600_000), ...about(10, 15_000)],
      "slower",
    ],
    [
      "what was twice as long in a third of those before is steady",
      [...times(20, 10_000), ...times(10, 20_000), ...times(10, 13_000)],
      "steady",
    ],
    [
      "only the thirty before count",
      [...times(50, 60_000), ...times(30, 10_000), ...times(10, 10_000)],
      "steady",
    ],
    ["from nothing to seconds is slower", [...times(30, 0), ...times(10, 5_000)], "slower"],
  ])("%s", (_, durations, kind) => expect(trendOf(durations).kind).toBe(kind));
  it("says by how much", () => {
    expect(trendOf([...times(30, 10_000), ...times(10, 15_000)])).toEqual({
      kind: "slower",
      recentMs: 15_000,
      earlierMs: 10_000,
      share: 0.5,
    });
  });
  it.each([
    [0, 20],
    [10, 10],
    [19, 1],
  ])("of %s successes it needs %s more", (count, needs) => {
    expect(trendOf(times(count, 1_000))).toEqual({ kind: "few", needs });
  });
});

it.each([
  [[], 0.5, null],
  [[7], 0.9, 7],
  [[1, 2, 3, 4], 0.5, 2.5],
  [[4, 1, 3, 2], 0.25, 1.75],
  [[1, 2], 1, 2],
])("of %j the quantile %s is %s", (values, share, expected) =>
  expect(quantile(values, share)).toBe(expected),
);

it("the versions are those of the first and the last of forty successes, where they differ", () => {
  expect(versionsBetween([...times(5, 1), ...times(10, 2)])).toEqual({ from: 1, to: 2 });
  expect(versionsBetween([...times(20, 1), 2, ...times(19, 3)])).toEqual({ from: 1, to: 3 });
  expect(versionsBetween([...times(5, 1), ...times(40, 3)])).toBeNull();
  expect(versionsBetween([])).toBeNull();
});
