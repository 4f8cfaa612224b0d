const KIB = 1024;

/** Of one prediction in the log, in characters of JSON: what is longer is cut between rows. */
export const MOST_CHARACTERS = 256 * KIB;
/** Of a message of an error. */
export const MOST_ERROR = 1_000;

/** Predictions that are written together, at most; and how long the first of them waits for others. */
export const BATCH = { rows: 500, bytes: 4 * KIB * KIB, waitMs: 200 } as const;
/** After a failed write, until the next one: this long, and twice as long each time up to the second. */
export const PAUSE = { firstMs: 500, mostMs: 5_000 } as const;

/** Labels of one request. */
export const MOST_FEEDBACK = 1_000;
/** Feedback for a prediction that is not in the log is kept when it is younger: it may be written yet. */
export const PENDING_MS = 3_600_000;

/** Predictions that are answered again at once. */
export const MOST_REPLAYED = 100;

/** The header of an answer that holds its id. */
export const ID_HEADER = "x-prediction-id";
