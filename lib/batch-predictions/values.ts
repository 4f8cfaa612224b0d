export const FORMATS = ["csv", "jsonl", "parquet"] as const;
export type Format = (typeof FORMATS)[number];

/** queued -> preparing -> running -> writing -> succeeded; each of them -> failed | cancelled, and from there again. */
export const BATCH_STATES = [
  "queued",
  "preparing",
  "running",
  "writing",
  "succeeded",
  "failed",
  "cancelled",
] as const;
export type BatchState = (typeof BATCH_STATES)[number];
const ENDED: readonly BatchState[] = ["succeeded", "failed", "cancelled"];
export const isEnded = (state: BatchState) => ENDED.includes(state);

/** What a person downloads of a batch prediction. */
export const BATCH_FILES = ["output", "errors", "manifest"] as const;
export type BatchFile = (typeof BATCH_FILES)[number];

export const LIMITS = {
  /** Not ended, of the installation. */
  active: 100,
  columns: 5_000,
  keyColumns: 50,
  rows: 100_000_000,
  /** Sent with the request that starts it. */
  givenRows: 10_000,
  /** Of the file, of what comes out of a compressed one, and how much more that may be. */
  inputBytes: 8 * 1024 ** 3,
  inflation: 100,
  rowBytes: 1024 * 1024,
  chunkRows: 10_000,
  chunkBytes: 16 * 1024 ** 2,
  rowsPerRun: 1_000,
  deadlineMs: 60_000,
  /** Of the console, part by part; what is larger is put into the object store with a token. */
  uploadPartBytes: 4 * 1024 ** 2,
  uploadParts: 64,
  /** Jobs that take parts of one batch prediction at once. */
  lanes: 8,
  errorSample: 100,
} as const;
