const MIB = 1024 * 1024;

export const LIMITS = {
  endpoints: 1_000,
  /** That answer for one endpoint. */
  variants: 10,
  /** Of one request. */
  rows: 1_000,
  inFlight: 256,
  deadlineMs: 30_000,
} as const;
/** What an endpoint has unless it says otherwise. */
export const DEFAULTS = {
  rows: LIMITS.rows,
  inFlight: 64,
  deadlineMs: 2_000,
  logRate: 1,
  logRows: 100,
} as const;

/** Shares are hundredths of the requests. */
export const SLOTS = 100;
/** Names of the only variant and of the shadow, unless they are given others. */
export const ONLY_VARIANT = "main";
export const SHADOW_VARIANT = "shadow";

/** Of the files that are served. */
export const MODEL = {
  fileBytes: 256 * MIB,
  /** What its process may take beside its code. */
  memoryBytes: 1_536 * MIB,
  nodes: 100_000,
  tensors: 50_000,
  /** With weights, beside the model's own. */
  filesBeside: 1_000,
  trees: 100_000,
  /** Of all trees together, leaves too. */
  treeNodes: 5_000_000,
  depth: 1_000,
  /** Of 32 categories each, in all splits together. */
  setWords: 4_000_000,
  /** Of several requests, computed as one run where the model is by row. */
  rowsTogether: 512,
  /** Of one row, and what may come out of one run. */
  inputValues: 1_000_000,
  outputValues: 1_000_000,
  /** For the process, the file and one row, on a busy machine. */
  loadMs: 20_000,
} as const;

/**
 * Models that a process holds warm; the one that was not asked for the longest goes first. Two variants, a shadow and what a
 * roll-back goes to are four of one endpoint.
 */
export const WARM_MODELS = 8;
