/** Names that the request, the page and the verbs of a comparison share. No server code. */

export const MOST_RUNS = 100;
/** Rows of one section in one answer: those that differ come first, by name. */
export const MOST_ROWS = 500;
/** A longer value is cut here, and ends with an ellipsis. Whether values differ is decided by whole values. */
export const MOST_CHARACTERS = 500;

export const SECTIONS = [
  "params",
  "metrics",
  "tags",
  "datasets",
  "features",
  "code",
  "pipeline",
  "packages",
  "environment",
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** Which point of a metric is compared. */
export const POINTS = ["last", "best", "min", "max", "step"] as const;
export type PointChoice = (typeof POINTS)[number];

/**
 * Metrics that are better when they are lower, by their names. The database reads the same expression, so it holds only
 * what both dialects know.
 */
export const LOWER_IS_BETTER =
  "(loss|error|perplexity|deviance|divergence|regret|rmse|rmsle|mape|brier)|(^|[^a-z])(mse|msle|mae|medae|wer|cer|eer|ece|nll|ppl|fid|aic|bic|psi|fpr|fnr|err|bpb|latency|duration|cost)([^a-z]|$)";
const LOWER = new RegExp(LOWER_IS_BETTER, "i");
export function isLowerBetter(metric: string): boolean {
  return LOWER.test(metric);
}
