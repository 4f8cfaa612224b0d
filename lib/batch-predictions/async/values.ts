const HOUR_MS = 3_600_000;
const MIB = 1024 * 1024;

export const ASYNC_STATES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;
export type AsyncState = (typeof ASYNC_STATES)[number];

export const ASYNC = {
  /** That wait or are answered: of one caller, and of all. */
  waitingOfOne: 1_000,
  waiting: 10_000,
  waitingBytes: 512 * MIB,
  bodyBytes: 4 * MIB,
  answerBytes: 16 * MIB,
  /** Until then it has to be answered, and its answer may be read. */
  keptMs: 24 * HOUR_MS,
  /** Claims; a model that is not there yet is waited for. */
  attempts: 5,
  /** Of a process that answers: longer than a load and a deadline take together. */
  leaseMs: 120_000,
  atOnce: 8,
  /** What a webhook carries; more is read at the address. */
  toldBytes: 64 * 1024,
} as const;
