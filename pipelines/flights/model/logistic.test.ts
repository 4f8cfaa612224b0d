import { describe, expect, it } from "vitest";
import { fitLogistic, predict } from "./logistic";

const ROWS = 4_000;
const COLUMNS = 3;
const PENALTY = [5, 5, 5];

/** Labels drawn from known weights, so that the fit has something to find again. */
function sample() {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const values = new Float32Array(ROWS * COLUMNS);
  const labels = new Uint8Array(ROWS);
  for (let row = 0; row < ROWS; row += 1) {
    const x = [random() * 4 - 2, 300 + random() * 100, random() < 0.004 ? 1 : 0];
    values.set(x, row * COLUMNS);
    const z = 1.5 * (x[0] ?? 0) - 0.02 * ((x[1] ?? 0) - 350) + 3 * (x[2] ?? 0) - 1;
    labels[row] = random() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  }
  return { values, labels };
}
const { values, labels } = sample();

describe("fitLogistic", () => {
  const model = fitLogistic(values, labels, PENALTY);

  it("finds the weights the labels were drawn from", () => {
    expect(model.weights[0]).toBeCloseTo(1.5, 0);
    expect(model.weights[1]).toBeCloseTo(-0.02, 2);
    expect(model.intercept).toBeCloseTo(-1 + 0.02 * 350, 0);
  });

  it("stands where the mean prediction is the share that was late: the intercept is not penalised", () => {
    const mean = predict(model, values).reduce((sum, chance) => sum + chance, 0) / ROWS;
    expect(mean).toBeCloseTo(labels.reduce((sum, label) => sum + label, 0) / ROWS, 6);
  });

  it("stands at the optimum: every small step away is worse", () => {
    const spread = spreads();
    const loss = (weights: ArrayLike<number>, intercept: number) => {
      const chances = predict({ weights: Float64Array.from(weights), intercept }, values);
      const fit = chances.reduce((sum, p, row) => sum - Math.log(labels[row] === 1 ? p : 1 - p), 0);
      return PENALTY.reduce(
        (sum, own, j) => sum + (own / 2) * ((weights[j] ?? 0) * (spread[j] ?? 0)) ** 2,
        fit,
      );
    };
    const best = loss(model.weights, model.intercept);
    for (const j of [0, 1, 2]) {
      for (const way of [-1, 1]) {
        const moved = model.weights.slice();
        moved[j] = (moved[j] ?? 0) + (way * 0.01) / (spread[j] ?? 1);
        expect(loss(moved, model.intercept)).toBeGreaterThan(best);
      }
    }
  });

  it("gives the same bits again", () => {
    expect(fitLogistic(values, labels, PENALTY)).toEqual(model);
  });

  it("a heavier penalty pulls a weight to nothing", () => {
    expect(Math.abs(fitLogistic(values, labels, [1e9, 5, 5]).weights[0] ?? 1)).toBeLessThan(1e-4);
  });

  it("a column that never varies has no weight", () => {
    const constant = values.map((value, at) => (at % COLUMNS === 1 ? 7 : value));
    expect(fitLogistic(constant, labels, PENALTY).weights[1]).toBe(0);
  });

  it("labels that are all the same are refused", () => {
    expect(() => fitLogistic(values, new Uint8Array(ROWS), PENALTY)).toThrow(/nothing to learn/);
  });

  it("settles although a rare column separates its few rows", () => {
    const separated = labels.map((label, row) => (values[row * COLUMNS + 2] === 1 ? 1 : label));
    expect(fitLogistic(values, separated, [5, 5, 0.1]).weights[2]).toBeGreaterThan(2);
  });
});

/** Standard deviations as the penalty sees them: never under 0.1. */
function spreads(): number[] {
  return Array.from({ length: COLUMNS }, (_, j) => {
    const column = Array.from({ length: ROWS }, (_unused, row) => values[row * COLUMNS + j] ?? 0);
    const mean = column.reduce((sum, value) => sum + value, 0) / ROWS;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / ROWS;
    return Math.max(0.1, Math.sqrt(variance));
  });
}
