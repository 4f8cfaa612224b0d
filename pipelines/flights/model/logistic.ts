import { CholeskyDecomposition, Matrix } from "ml-matrix";

/**
 * Logistic regression with a ridge penalty, fitted by Newton's method: the one optimum, the same every time, in a
 * handful of passes where gradient descent needs hundreds. Weights are of the columns as given.
 */
export type Logistic = { weights: Float64Array; intercept: number };

const MAX_STEPS = 30;
const CLOSE_ENOUGH = 1e-7;
/** The first steps only have to come near, which every eighth row does in an eighth of the time. */
const ROUGH_STRIDE = 8;
const NEAR_ENOUGH = 0.05;
/** A column with less spread than this is not blown up to one: its weight would rest on a handful of rows. */
const LEAST_SPREAD = 0.1;
/** A column that does not vary in training says nothing: its weight is 0, so it adds nothing later either. */
const CONSTANT = 1e-6;
/** Keeps the intercept's own row solvable and weighs nothing against a single flight. */
const TINY_RIDGE = 1e-9;
const ROUNDING = 1e-12;

/**
 * `values` row-major, `penalty.length` columns. The penalty of a column is in observations and applies to its weight
 * in standard deviations. Throws where the labels are all the same, which has no optimum. `onStep` is given the penalised
 * loss of a flight before each step.
 */
export function fitLogistic(
  values: Float32Array,
  labels: Uint8Array,
  penalty: readonly number[],
  onStep: (loss: number) => void = () => {},
): Logistic {
  if (labels.every((label) => label === labels[0])) {
    throw new Error("Every flight of the training days has the same label: there is nothing to learn.");
  }
  const columns = penalty.length;
  const ridge = Float64Array.from([...penalty, TINY_RIDGE]);
  const scale = scales(values, columns);
  // Scaled but not centred: the intercept takes up the shift, and the zeros of one-hot columns stay zeros.
  const scaled = values.map((value, at) => value * (scale[at % columns] ?? 0));
  const weights = new Float64Array(columns + 1);
  descend(scaled, labels, weights, ridge, ROUGH_STRIDE, NEAR_ENOUGH, onStep);
  descend(scaled, labels, weights, ridge, 1, CLOSE_ENOUGH, onStep);
  return {
    weights: weights.slice(0, columns).map((weight, at) => weight * (scale[at] ?? 0)),
    intercept: weights[columns] ?? 0,
  };
}

export function predict(model: Logistic, values: Float32Array): Float64Array {
  const columns = model.weights.length;
  return Float64Array.from({ length: values.length / columns }, (_, row) => {
    let score = model.intercept;
    for (let j = 0; j < columns; j += 1) score += (values[row * columns + j] ?? 0) * (model.weights[j] ?? 0);
    return sigmoid(score);
  });
}

/**
 * Newton steps on every `stride`-th row until the largest change of a weight is small. A step that makes things worse
 * is halved: rare columns can throw a full one far past the optimum. Changes `weights`.
 */
function descend(
  rows: Float32Array,
  labels: Uint8Array,
  weights: Float64Array,
  ridge: Float64Array,
  stride: number,
  enough: number,
  onStep: (loss: number) => void,
): void {
  let here = derivatives(rows, labels, weights, ridge, stride);
  const seen = Math.ceil(labels.length / stride);
  for (let step = 0, size = 1; step < MAX_STEPS; step += 1) {
    onStep(here.loss / seen);
    const full = new CholeskyDecomposition(here.hessian).solve(here.gradient).to1DArray();
    const moved = weights.map((weight, j) => weight + size * (full[j] ?? 0));
    const there = derivatives(rows, labels, moved, ridge, stride);
    if (there.loss > here.loss + ROUNDING * Math.abs(here.loss)) {
      size /= 2;
      continue;
    }
    weights.set(moved);
    if (size === 1 && full.every((by) => Math.abs(by) < enough)) return;
    here = there;
    size = 1;
  }
  throw new Error(`The fit did not settle in ${MAX_STEPS} steps.`);
}

/** Of the penalised log likelihood. Half of a row's columns are zeros: only the others are visited. */
function derivatives(
  rows: Float32Array,
  labels: Uint8Array,
  weights: Float64Array,
  ridge: Float64Array,
  stride: number,
) {
  const size = weights.length;
  const columns = size - 1;
  const gradient = new Float64Array(size);
  const upper = new Float64Array(size * size);
  let loss = 0;
  const at = new Int32Array(size);
  const x = new Float64Array(size);
  for (let row = 0; row < labels.length; row += stride) {
    let count = 0;
    let score = weights[columns] ?? 0;
    for (let j = 0; j < columns; j += 1) {
      const value = rows[row * columns + j] ?? 0;
      if (value === 0) continue;
      at[count] = j;
      x[count] = value;
      count += 1;
      score += value * (weights[j] ?? 0);
    }
    at[count] = columns;
    x[count] = 1;
    count += 1;
    const chance = sigmoid(score);
    const label = labels[row] ?? 0;
    const error = label - chance;
    loss += softplus(score) - label * score;
    const curve = chance * (1 - chance);
    for (let a = 0; a < count; a += 1) {
      const j = at[a] ?? 0;
      const value = x[a] ?? 0;
      gradient[j] = (gradient[j] ?? 0) + error * value;
      const weighted = curve * value;
      const line = j * size;
      for (let b = a; b < count; b += 1) {
        const k = line + (at[b] ?? 0);
        upper[k] = (upper[k] ?? 0) + weighted * (x[b] ?? 0);
      }
    }
  }
  const hessian = new Matrix(size, size);
  for (let j = 0; j < size; j += 1) {
    const own = (ridge[j] ?? 0) / stride;
    const weight = weights[j] ?? 0;
    loss += (own * weight * weight) / 2;
    gradient[j] = (gradient[j] ?? 0) - own * weight;
    for (let k = j; k < size; k += 1) {
      const value = (upper[j * size + k] ?? 0) + (j === k ? own : 0);
      hessian.set(j, k, value);
      hessian.set(k, j, value);
    }
  }
  return { loss, gradient: Matrix.columnVector(Array.from(gradient)), hessian };
}

/** One over each column's spread; 0 for a constant. */
function scales(values: Float32Array, columns: number): Float64Array {
  const count = values.length / columns;
  const mean = new Float64Array(columns);
  const square = new Float64Array(columns);
  for (let at = 0; at < values.length; at += 1) {
    mean[at % columns] = (mean[at % columns] ?? 0) + (values[at] ?? 0) / count;
  }
  for (let at = 0; at < values.length; at += 1) {
    const apart = (values[at] ?? 0) - (mean[at % columns] ?? 0);
    square[at % columns] = (square[at % columns] ?? 0) + (apart * apart) / count;
  }
  return square.map((variance) => {
    const spread = Math.sqrt(variance);
    return spread > CONSTANT ? 1 / Math.max(spread, LEAST_SPREAD) : 0;
  });
}

const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score));
/** log(1 + exp(score)), which overflows where it is written so. */
const softplus = (score: number): number => Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score)));
