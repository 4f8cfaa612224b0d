import { expect, test } from "vitest";
import { shadowFigures } from "./shadow-figures";

const NOTHING = { version: 2, compared: 0, failed: 0, liveMs: 0, shadowMs: 0, slowerSquares: 0, outputs: [] };

test("each figure has the bounds between which it lies, and disagreement is that of the worst output", () => {
  const figures = shadowFigures({
    ...NOTHING,
    compared: 100,
    failed: 25,
    liveMs: 200,
    shadowMs: 300,
    slowerSquares: 149,
    outputs: [
      { output: "label", rows: 100, unequal: 3, values: 100, sum: 1, sumSquares: 3 },
      { output: "probabilities", rows: 100, unequal: 50, values: 200, sum: 10, sumSquares: 4 },
    ],
  });
  expect(figures).toMatchObject({
    requests: 100,
    failed_share: 0.2,
    ms: 3,
    live_ms: 2,
    slower_ms: 1,
    disagreement: 0.5,
    "label.disagreement": 0.03,
    "label.difference": 0.01,
    "probabilities.difference": 0.05,
  });
  for (const name of ["slower_ms", "disagreement", "label.difference"]) {
    expect(figures[`${name}_low`]).toBeLessThan(figures[name] ?? Number.NaN);
    expect(figures[`${name}_high`]).toBeGreaterThan(figures[name] ?? Number.NaN);
  }
});

test("what nothing was counted of is not there", () => {
  expect(shadowFigures(NOTHING)).toEqual({ requests: 0 });
  expect(Object.keys(shadowFigures({ ...NOTHING, failed: 4 }))).toEqual([
    "requests",
    "failed_share",
    "failed_share_low",
    "failed_share_high",
  ]);
});
