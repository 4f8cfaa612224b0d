import { BusyError, TooLargeError } from "@/lib/platform/errors";

export type QueueLimits = {
  /** Written together at most, unless one call alone brings more. */
  maxRows: number;
  /** How long a call waits for others to be written with, while nothing is being written. */
  maxWaitMs: number;
  /** Held in memory at most; more are refused. */
  maxQueuedRows: number;
};
/** For each item what went wrong with it, undefined where nothing did. */
type WriteTogether<T> = (items: readonly T[]) => Promise<readonly unknown[]>;
type Waiting<T> = { item: T; rows: number; resolve: () => void; reject: (error: unknown) => void };

const RETRY_AFTER_SECONDS = 1;

/**
 * What many callers bring, written together in the order in which it came: one batch at a time, so that under load each is
 * as large as what came while the one before it was written. A caller hears back when its own rows are committed or refused.
 */
export class BatchQueue<T> {
  readonly #waiting: Waiting<T>[] = [];
  #held = 0;
  /** Takes the planned beginning of a batch back. */
  #unplan: (() => void) | undefined;
  #writing: Promise<void> | undefined;

  constructor(
    readonly limits: QueueLimits,
    readonly write: WriteTogether<T>,
  ) {}

  /** Throws BusyError when the queue is full, TooLargeError for more rows than it ever holds. */
  add(item: T, rows: number): Promise<void> {
    const { maxRows, maxWaitMs, maxQueuedRows } = this.limits;
    if (rows > maxQueuedRows)
      throw new TooLargeError(`${rows} rows at once are too many; send at most ${maxQueuedRows}.`);
    if (this.#held + rows > maxQueuedRows) throw new BusyError(RETRY_AFTER_SECONDS);
    this.#held += rows;
    const done = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ item, rows, resolve, reject });
    });
    if (this.#held >= maxRows) this.#begin();
    else if (!this.#writing) this.#unplan ??= plan(() => this.#begin(), maxWaitMs);
    return done;
  }

  /** Resolves when everything that was accepted is written or refused. */
  async drain(): Promise<void> {
    this.#begin();
    await this.#writing;
  }

  #begin(): void {
    this.#unplan?.();
    this.#unplan = undefined;
    if (this.#waiting.length > 0) this.#writing ??= this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#take();
      const errors = await this.write(batch.map(({ item }) => item)).catch((error: unknown) =>
        batch.map(() => error),
      );
      for (const [at, { rows, resolve, reject }] of batch.entries()) {
        this.#held -= rows;
        if (errors[at] === undefined) resolve();
        else reject(errors[at]);
      }
    }
    this.#writing = undefined;
  }

  #take(): Waiting<T>[] {
    let [calls, rows] = [0, 0];
    for (const one of this.#waiting) {
      if (calls > 0 && rows + one.rows > this.limits.maxRows) break;
      calls += 1;
      rows += one.rows;
    }
    return this.#waiting.splice(0, calls);
  }
}

/** A timer waits for a millisecond at least, even of none: with what came in this turn of the loop none is due. */
function plan(work: () => void, ms: number): () => void {
  if (ms === 0) {
    const turn = setImmediate(work);
    return () => clearImmediate(turn);
  }
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}
