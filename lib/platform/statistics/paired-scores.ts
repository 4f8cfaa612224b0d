import { type Interval, intervalAround } from "../interval";
import { comparedAreas } from "./delong";

/** What two models answered to the same row, and what came true. */
export type ScoredPair = { live: number; shadow: number; truth: number };
export const FIGURES = ["auc", "calibration_error", "brier", "log_loss", "mean_error", "rmse"] as const;
type Figure = (typeof FIGURES)[number];
/** `difference` is what the shadow has more, with its interval of 95 %; null where there is too little to say. */
type ComparedFigure = { figure: Figure; live: number; shadow: number; difference: Interval | null };
export type PairedScores = {
  labels: number;
  /** Truths are 0 or 1 and answers lie between: these are judged as probabilities. */
  isBinary: boolean;
  figures: ComparedFigure[];
};

/** Of equal width, from 0 to 1. */
const BINS = 10;
const LEAST = 1e-15;

/**
 * How good two models were at the same rows. Rows count as independent. Intervals are those of the paired difference: DeLong's of
 * areas, the mean of the rows' differences for losses that are means, and its linear part for those that are not (a root; the
 * calibration error with the sign of each bin held).
 */
export function pairedScores(pairs: readonly ScoredPair[]): PairedScores {
  const isBinary = pairs.every(
    ({ live, shadow, truth }) => (truth === 0 || truth === 1) && isShare(live) && isShare(shadow),
  );
  if (pairs.length === 0) return { labels: 0, isBinary, figures: [] };
  const truths = pairs.map(({ truth }) => truth);
  const live = pairs.map((pair) => pair.live);
  const shadow = pairs.map((pair) => pair.shadow);
  const figures = isBinary ? ofChances(live, shadow, truths) : ofNumbers(live, shadow, truths);
  return { labels: pairs.length, isBinary, figures };
}

function ofChances(live: Numbers, shadow: Numbers, truths: Numbers): ComparedFigure[] {
  const areas = comparedAreas({ one: live, other: shadow, truth: truths.map((truth) => truth === 1) });
  return [
    ...(areas
      ? [
          {
            figure: "auc" as const,
            live: areas.one,
            shadow: areas.other,
            difference: areas.difference,
          },
        ]
      : []),
    compared("calibration_error", calibrationError(live, truths), calibrationError(shadow, truths)),
    compared("brier", meanOf(losses(live, truths, square)), meanOf(losses(shadow, truths, square))),
    compared("log_loss", meanOf(losses(live, truths, surprise)), meanOf(losses(shadow, truths, surprise))),
  ];
}

function ofNumbers(live: Numbers, shadow: Numbers, truths: Numbers): ComparedFigure[] {
  return [
    compared("mean_error", meanOf(losses(live, truths, distance)), meanOf(losses(shadow, truths, distance))),
    compared("rmse", rootOf(losses(live, truths, square)), rootOf(losses(shadow, truths, square))),
  ];
}

type Numbers = readonly number[];
type Loss = (score: number, truth: number) => number;
/** A figure, and how much each row moves it: the variance of a figure is that of the mean of these. */
type Estimate = { value: number; moves: Numbers };

const isShare = (value: number) => value >= 0 && value <= 1;
const square: Loss = (score, truth) => (score - truth) ** 2;
const distance: Loss = (score, truth) => Math.abs(score - truth);
/** 0 and 1 are taken as nearly so. */
const surprise: Loss = (score, truth) => {
  const chance = Math.min(1 - LEAST, Math.max(LEAST, score));
  return -Math.log(truth === 1 ? chance : 1 - chance);
};
const losses = (scores: Numbers, truths: Numbers, loss: Loss): number[] =>
  scores.map((score, at) => loss(score, truths[at] ?? 0));
const mean = (values: Numbers) => values.reduce((sum, value) => sum + value, 0) / values.length;

const meanOf = (values: Numbers): Estimate => ({ value: mean(values), moves: values });

function rootOf(squares: Numbers): Estimate {
  const value = Math.sqrt(mean(squares));
  return { value, moves: value === 0 ? squares.map(() => 0) : squares.map((one) => one / (2 * value)) };
}

/** Of Naeini et al. and Guo et al. (ICML 2017): how far what was said is from what came true, bin by bin. */
function calibrationError(scores: Numbers, truths: Numbers): Estimate {
  const gaps = new Float64Array(BINS);
  const binOf = (score: number) => Math.min(BINS - 1, Math.floor(score * BINS));
  const gapOf = (at: number) => (scores[at] ?? 0) - (truths[at] ?? 0);
  for (const [at, score] of scores.entries()) {
    const bin = binOf(score);
    gaps[bin] = (gaps[bin] ?? 0) + gapOf(at);
  }
  const value = gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / scores.length;
  return { value, moves: scores.map((score, at) => Math.sign(gaps[binOf(score)] ?? 0) * gapOf(at)) };
}

function compared(figure: Figure, live: Estimate, shadow: Estimate): ComparedFigure {
  const more = shadow.moves.map((move, at) => move - (live.moves[at] ?? 0));
  const middle = mean(more);
  const squares = more.reduce((sum, one) => sum + (one - middle) ** 2, 0);
  const count = more.length;
  const difference =
    count < 2 ? null : intervalAround(shadow.value - live.value, Math.sqrt(squares / (count - 1) / count));
  return { figure, live: live.value, shadow: shadow.value, difference };
}
