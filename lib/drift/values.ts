/** Rules of thumb of credit scoring (Siddiqi, Credit Risk Scorecards, 2006): below the first no shift, from the second a large one. */
export const PSI_MODERATE = 0.1;
export const PSI_LARGE = 0.25;
export const DRIFT_LEVELS = ["none", "moderate", "large", "few_rows", "no_reference"] as const;
export type DriftLevel = (typeof DRIFT_LEVELS)[number];

/**
 * Without any shift the PSI of b bins is (b - 1) * (1 / reference rows + 1 / live rows) on average (Yurdakul, Statistical
 * Properties of Population Stability Index, 2018): 0.045 for ten bins and so many live rows, well below a moderate shift.
 */
export const FEWEST_ROWS = 200;

export const LIMITS = {
  /** Of one answer. */
  buckets: 48,
  inputs: 200,
  /** That are read of the log: a sample where there are more. */
  rows: 20_000,
  predictions: 5_000,
  /** Rows by inputs: about half a second of work. */
  values: 500_000,
  characters: 32 * 1024 * 1024,
} as const;

export const REFERENCE_KINDS = ["training_set", "file", "window"] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];
