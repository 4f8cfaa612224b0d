/** How good a day's probabilities are. Pure; labels are 0 or 1. */
export type CalibrationBin = { rows: number; mean_predicted: number; observed: number };
export type Evaluation = {
  rows: number;
  /** The share that was late. */
  base_rate: number;
  mean_predicted: number;
  /** Null where all labels are the same. */
  auc: number | null;
  log_loss: number;
  /** Of giving every flight the share that was late in training: what the model has to beat. */
  baseline_log_loss: number;
  brier: number;
  baseline_brier: number;
  calibration: CalibrationBin[];
};

const BINS = 10;
/** Keeps a certain but wrong answer finite. */
const TINY = 1e-7;

export function evaluate(labels: Uint8Array, chances: ArrayLike<number>, baseline: number): Evaluation {
  const rows = labels.length;
  let late = 0;
  let predicted = 0;
  let loss = 0;
  let baselineLoss = 0;
  let square = 0;
  let baselineSquare = 0;
  for (let i = 0; i < rows; i += 1) {
    const label = labels[i] ?? 0;
    const chance = chances[i] ?? 0;
    late += label;
    predicted += chance;
    loss += lossOf(label, chance);
    baselineLoss += lossOf(label, baseline);
    square += (label - chance) ** 2;
    baselineSquare += (label - baseline) ** 2;
  }
  return {
    rows,
    base_rate: late / rows,
    mean_predicted: predicted / rows,
    auc: auc(labels, chances),
    log_loss: loss / rows,
    baseline_log_loss: baselineLoss / rows,
    brier: square / rows,
    baseline_brier: baselineSquare / rows,
    calibration: calibration(labels, chances),
  };
}

/** The chance that a late flight was given a higher probability than one on time; ties count half. */
export function auc(labels: Uint8Array, chances: ArrayLike<number>): number | null {
  const order = ascending(chances);
  let rankSum = 0;
  let late = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && chances[order[end] ?? 0] === chances[order[start] ?? 0]) end += 1;
    const rank = (start + 1 + end) / 2;
    for (let i = start; i < end; i += 1) {
      if (labels[order[i] ?? 0] !== 1) continue;
      rankSum += rank;
      late += 1;
    }
    start = end;
  }
  const onTime = order.length - late;
  return late === 0 || onTime === 0 ? null : (rankSum - (late * (late + 1)) / 2) / (late * onTime);
}

/** Ten groups of equal size, from the least to the most likely late. */
export function calibration(labels: Uint8Array, chances: ArrayLike<number>): CalibrationBin[] {
  const order = ascending(chances);
  const bins: CalibrationBin[] = [];
  for (let bin = 0; bin < BINS; bin += 1) {
    const from = Math.floor((bin * order.length) / BINS);
    const members = order.slice(from, Math.floor(((bin + 1) * order.length) / BINS));
    if (members.length === 0) continue;
    const mean = (of: ArrayLike<number>) =>
      members.reduce((sum, i) => sum + (of[i] ?? 0), 0) / members.length;
    bins.push({ rows: members.length, mean_predicted: mean(chances), observed: mean(labels) });
  }
  return bins;
}

/** Points of the ROC curve, from (0, 0) to (1, 1), thinned to about `points`. */
export function rocCurve(labels: Uint8Array, chances: ArrayLike<number>, points = 60): [number, number][] {
  const order = ascending(chances).reverse();
  const late = labels.reduce((sum, label) => sum + label, 0);
  const onTime = labels.length - late;
  const curve: [number, number][] = [[0, 0]];
  let caught = 0;
  for (let i = 0; i < order.length; i += 1) {
    caught += labels[order[i] ?? 0] ?? 0;
    const due = Math.floor(((i + 1) * points) / order.length) > Math.floor((i * points) / order.length);
    if (due) curve.push([(i + 1 - caught) / (onTime || 1), caught / (late || 1)]);
  }
  return curve;
}

function ascending(chances: ArrayLike<number>): number[] {
  return Array.from({ length: chances.length }, (_, i) => i).sort(
    (a, b) => (chances[a] ?? 0) - (chances[b] ?? 0),
  );
}

function lossOf(label: number, chance: number): number {
  const sure = Math.min(1 - TINY, Math.max(TINY, chance));
  return label === 1 ? -Math.log(sure) : -Math.log(1 - sure);
}
