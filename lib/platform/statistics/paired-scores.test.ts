import { expect, test } from "vitest";
import { pairedScores, type ScoredPair } from "./paired-scores";

/** Figures of these 60 rows were computed with scikit-learn 1.9.1, the errors of differences with numpy over all pairs of rows. */
const at60 = Array.from({ length: 60 }, (_, at) => at);
const rounded = (value: number) => Math.round(value * 1_000) / 1_000;
const CHANCES = at60.map((at): ScoredPair => {
  const truth = (at * 37) % 11 < 5 ? 1 : 0;
  return {
    truth,
    live: rounded((((at * 53) % 97) / 97) * 0.6 + 0.2 * truth + 0.1),
    shadow: rounded((((at * 29) % 89) / 89) * 0.5 + 0.3 * truth + 0.1),
  };
});
const NUMBERS = at60.map((at): ScoredPair => {
  const truth = at % 7;
  return {
    truth,
    live: rounded(truth + (((at * 53) % 97) - 48) / 40),
    shadow: rounded(truth + (((at * 29) % 89) - 44) / 60),
  };
});
const figure = (pairs: readonly ScoredPair[], name: string) =>
  pairedScores(pairs).figures.find((one) => one.figure === name);
/** Half of an interval of 95 % in standard errors. */
const errorOf = (interval: { low: number; high: number } | null | undefined) =>
  interval ? (interval.high - interval.low) / 2 / 1.959964 : Number.NaN;

test.each<[string, readonly ScoredPair[], number, number, number | null]>([
  ["auc", CHANCES, 0.8136160714285714, 0.9107142857142857, 0.0624591507038461],
  ["brier", CHANCES, 0.17911183333333336, 0.14561876666666665, 0.02281652514783876],
  ["log_loss", CHANCES, 0.533504390586527, 0.4610656587067854, null],
  ["calibration_error", CHANCES, 0.1835333333333333, 0.16006666666666666, null],
  ["mean_error", NUMBERS, 0.6095833333333334, 0.3794333333333334, 0.05297170028490161],
  // 20,000 resamples say 0.0470.
  ["rmse", NUMBERS, 0.7036437900907911, 0.4358030900915381, 0.04728084532845089],
])("%s of both, and the error of their difference", (name, pairs, live, shadow, error) => {
  const found = figure(pairs, name);
  expect(found?.live).toBeCloseTo(live, 9);
  expect(found?.shadow).toBeCloseTo(shadow, 9);
  expect(found?.difference?.value).toBeCloseTo(shadow - live, 9);
  if (error !== null) expect(errorOf(found?.difference)).toBeCloseTo(error, 9);
});

test("equal answers differ by nothing, and it is known", () => {
  const same = CHANCES.map(({ live, truth }) => ({ live, shadow: live, truth }));
  for (const { difference } of pairedScores(same).figures)
    expect(difference).toEqual({ value: 0, low: expect.closeTo(0), high: expect.closeTo(0) });
});

test("equal scores count half", () => {
  const flat = CHANCES.map(({ live, truth }) => ({ live, shadow: 0.5, truth }));
  expect(figure(flat, "auc")?.shadow).toBe(0.5);
});

test.each<[string, ScoredPair[], string[], (string | null)[]]>([
  ["nothing", [], [], []],
  [
    "one row",
    [{ live: 0.5, shadow: 0.25, truth: 1 }],
    ["calibration_error", "brier", "log_loss"],
    [null, null, null],
  ],
  [
    "one of each",
    [
      { live: 0.5, shadow: 0.25, truth: 1 },
      { live: 0.5, shadow: 0.5, truth: 0 },
    ],
    ["auc", "calibration_error", "brier", "log_loss"],
    [null, "known", "known", "known"],
  ],
])("what is too little to say is not said: %s", (_name, pairs, names, differences) => {
  const { labels, figures } = pairedScores(pairs);
  expect([labels, figures.map((one) => one.figure)]).toEqual([pairs.length, names]);
  expect(figures.map(({ difference }) => difference && "known")).toEqual(differences);
});

test("chances of 0 and 1 are no infinite loss, and one answer that is no chance makes all numbers", () => {
  const sure = [
    { live: 0, shadow: 1, truth: 1 },
    { live: 1, shadow: 0, truth: 0 },
  ];
  expect(Number.isFinite(figure(sure, "log_loss")?.live)).toBe(true);
  expect(pairedScores([...CHANCES, { live: 1.5, shadow: 0.5, truth: 1 }]).isBinary).toBe(false);
});
