import { expect, test } from "vitest";
import {
  areaUnderCurve,
  calibrationError,
  calibrationOf,
  logLoss,
  meanError,
  meanSquare,
  type Scored,
} from "./scores";

const scored = (...pairs: [number, number][]): Scored[] => pairs.map(([score, truth]) => ({ score, truth }));

test.each<[string, Scored[], number | null]>([
  ["a perfect order", scored([0.1, 0], [0.2, 0], [0.8, 1], [0.9, 1]), 1],
  ["the wrong way round", scored([0.9, 0], [0.1, 1]), 0],
  ["the same for all", scored([0.5, 0], [0.5, 1], [0.5, 1]), 0.5],
  ["one pair of four wrong", scored([0.1, 0], [0.6, 0], [0.5, 1], [0.9, 1]), 0.75],
  ["nothing came true", scored([0.1, 0]), null],
  ["nothing", [], null],
])("the area under the curve of %s", (_name, all, area) => {
  expect(areaUnderCurve(all)).toBe(area);
});

test("the area is the share of pairs in the right order, also with ties", () => {
  const all = Array.from({ length: 200 }, (_, at) => ({
    score: ((at * 7_919) % 23) / 23,
    truth: (at * 104_729) % 3 === 0 ? 1 : 0,
  }));
  let [right, pairs] = [0, 0];
  for (const one of all.filter(({ truth }) => truth === 1))
    for (const other of all.filter(({ truth }) => truth === 0)) {
      pairs += 1;
      right += one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0;
    }
  expect(areaUnderCurve(all)).toBeCloseTo(right / pairs, 12);
});

test("losses and errors", () => {
  expect(logLoss(scored([0.8, 1], [0.4, 0]))).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6)) / 2, 12);
  expect(Number.isFinite(logLoss(scored([0, 1], [1, 0])))).toBe(true);
  expect(meanSquare(scored([3, 1], [1, 2]))).toBe(2.5);
  expect(meanError(scored([3, 1], [1, 2]))).toBe(1.5);
});

test("calibration compares what was said with what came true", () => {
  expect(calibrationOf(scored([0.05, 0], [0.95, 1], [0.91, 0], [1, 1]))).toEqual([
    { from: 0, to: 0.1, count: 1, mean_score: 0.05, rate: 0 },
    { from: 0.9, to: 1, count: 3, mean_score: expect.closeTo(0.9533, 3), rate: expect.closeTo(0.6667, 3) },
  ]);
});

test("the calibration error is the mean distance of the parts, by how many lie there", () => {
  // 0.25 of them are off by 0.05, 0.75 by 2.86 / 3 - 2 / 3.
  const bins = calibrationOf(scored([0.05, 0], [0.95, 1], [0.91, 0], [1, 1]));
  expect(calibrationError(bins)).toBeCloseTo(0.25 * 0.05 + 0.75 * (0.86 / 3), 12);
});
