import { describe, expect, it, test } from "vitest";
import { auc, calibration, evaluate, rocCurve } from "./evaluate";
import { groupsOf, interval } from "./group";

/** The definition: every pair of a late and an on-time flight. */
function aucByPairs(labels: Uint8Array, chances: readonly number[]): number {
  let won = 0;
  let pairs = 0;
  labels.forEach((late, i) => {
    labels.forEach((other, j) => {
      if (late !== 1 || other !== 0) return;
      pairs += 1;
      const [a = 0, b = 0] = [chances[i], chances[j]];
      won += a > b ? 1 : a === b ? 0.5 : 0;
    });
  });
  return won / pairs;
}

const labels = Uint8Array.from({ length: 200 }, (_, at) => ((at * 7919) % 11 < 3 ? 1 : 0));
const chances = Array.from({ length: 200 }, (_, at) => ((at * 104_729) % 37) / 37);

describe("auc", () => {
  it("is the share of pairs in the right order, ties as half", () => {
    expect(auc(labels, chances)).toBeCloseTo(aucByPairs(labels, chances), 12);
  });
  it.each([
    ["perfect", [0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4], 1],
    ["upside down", [1, 1, 0, 0], [0.1, 0.2, 0.3, 0.4], 0],
    ["all the same", [0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5], 0.5],
    ["one class only", [1, 1], [0.1, 0.9], null],
  ])("%s", (_name, of, given, expected) => {
    expect(auc(Uint8Array.from(of), given)).toBe(expected);
  });
});

test("figures follow their definitions", () => {
  const result = evaluate(Uint8Array.from([1, 0, 0, 1]), [0.8, 0.4, 0.1, 0.6], 0.25);
  expect(result.base_rate).toBe(0.5);
  expect(result.mean_predicted).toBeCloseTo(0.475, 12);
  expect(result.log_loss).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6) + Math.log(0.9) + Math.log(0.6)) / 4);
  expect(result.baseline_log_loss).toBeCloseTo(-(2 * Math.log(0.25) + 2 * Math.log(0.75)) / 4);
  expect(result.brier).toBeCloseTo((0.04 + 0.16 + 0.01 + 0.16) / 4);
  expect(result.baseline_brier).toBeCloseTo((2 * 0.5625 + 2 * 0.0625) / 4);
});

test("a certain but wrong answer costs much, not infinitely much", () => {
  expect(evaluate(Uint8Array.from([1, 0]), [0, 0.5], 0.5).log_loss).toBeLessThan(20);
});

test("calibration cuts into ten equal groups, in order, and loses nobody", () => {
  const bins = calibration(labels, chances);
  expect(bins.map((bin) => bin.rows)).toEqual(Array(10).fill(20));
  const means = bins.map((bin) => bin.mean_predicted);
  expect(means).toEqual([...means].sort((a, b) => a - b));
  const late = bins.reduce((sum, bin) => sum + bin.observed * bin.rows, 0);
  expect(late).toBeCloseTo(labels.reduce((sum, label) => sum + label, 0));
});

test("the ROC curve runs from corner to corner and never back", () => {
  const curve = rocCurve(labels, chances, 20);
  expect(curve[0]).toEqual([0, 0]);
  expect(curve.at(-1)).toEqual([1, 1]);
  expect(curve).toHaveLength(21);
  for (const [at, [x, y]] of curve.entries()) {
    expect(x).toBeGreaterThanOrEqual(curve[at - 1]?.[0] ?? 0);
    expect(y).toBeGreaterThanOrEqual(curve[at - 1]?.[1] ?? 0);
  }
});

test("groups hold the mean of what was predicted and seen", () => {
  const groups = groupsOf(Uint8Array.from([1, 0, 1]), [0.5, 0.25, 0.75], (row) => (row < 2 ? "a" : "b"));
  expect(groups).toEqual([
    { key: "a", rows: 2, predicted: 0.375, observed: 0.5 },
    { key: "b", rows: 1, predicted: 0.75, observed: 1 },
  ]);
});

test.each([
  [0, 10, 0, 0.2775],
  [1, 10, 0.7225, 1],
  [0.5, 100, 0.4038, 0.5962],
])("the interval of %d in %i trials", (share, rows, low, high) => {
  const [from, to] = interval(share, rows);
  expect(from).toBeCloseTo(low, 4);
  expect(to).toBeCloseTo(high, 4);
});
