import { setTimeout as sleep } from "node:timers/promises";
import { bytesOf, type PredictionRow } from "./prediction-row";
import { BATCH, PAUSE } from "./values";

/** Of one endpoint in one hour: how many predictions the log had no room for. */
export type Loss = { endpoint: string; hour: Date; count: number };
export type Batch = { rows: readonly PredictionRow[]; losses: readonly Loss[] };
type Options = {
  mostBytes: number;
  /** A batch may be written again after an error: it is not known whether it was written. */
  write: (batch: Batch) => Promise<void>;
  /** Whether anything else could not be written now either. */
  isAway: (error: unknown) => boolean;
  /** Called when the database went away and when it is back, and for each row that it refuses. */
  says: (what: "away" | "back" | "refused", error?: unknown) => void;
  pause?: (ms: number, signal: AbortSignal) => Promise<unknown>;
};

const HOUR_MS = 3_600_000;

/**
 * Predictions on their way to the database, in memory up to a number of bytes. Nothing waits for it: what it has no room for is
 * dropped and counted, and the counts are written as soon as anything is. One batch is written at a time. While the database is away it
 * is tried again after a growing pause; a row that it refuses is dropped alone.
 */
export class PredictionLog {
  #held: PredictionRow[] = [];
  #bytes = 0;
  readonly #losses = new Map<string, Loss>();
  #lost = 0;
  #working: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isAway = false;
  #draining = new AbortController();
  readonly #options: Required<Options>;

  constructor(options: Options) {
    this.#options = {
      pause: (ms, signal) => sleep(ms, undefined, { signal, ref: false }),
      ...options,
    };
  }

  /** `lost`: since the process began. `isAway`: the last try to write found no database. */
  get state() {
    return { bytes: this.#bytes, rows: this.#held.length, lost: this.#lost, isAway: this.#isAway };
  }

  /** False when there is no room. */
  add(row: PredictionRow): boolean {
    const bytes = bytesOf(row);
    const hasRoom = this.#bytes + bytes <= this.#options.mostBytes;
    if (hasRoom) {
      this.#held.push(row);
      this.#bytes += bytes;
    } else this.#lose(row);
    if (this.#held.length >= BATCH.rows) this.#begin();
    else this.#timer ??= setTimeout(() => this.#begin(), BATCH.waitMs).unref();
    return hasRoom;
  }

  /** Writes what it holds. What the database does not take at once is dropped then, and `says` has heard of it. */
  async drain(): Promise<void> {
    this.#draining.abort();
    this.#begin();
    await this.#working;
    this.#draining = new AbortController();
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  async #work(): Promise<void> {
    let pauseMs: number = PAUSE.firstMs;
    while (this.#held.length > 0 || this.#losses.size > 0) {
      const isLast = this.#draining.signal.aborted;
      const isWritten = await this.#writeNext();
      if (isWritten) pauseMs = PAUSE.firstMs;
      else if (isLast) return;
      else {
        // Draining ends the pause, and there is one more try.
        await this.#options.pause(pauseMs, this.#draining.signal).catch(() => {});
        pauseMs = Math.min(PAUSE.mostMs, pauseMs * 2);
      }
    }
  }

  /** False when the database is away: nothing is lost then. */
  async #writeNext(): Promise<boolean> {
    const rows = this.#first();
    const losses = [...this.#losses.values()];
    this.#losses.clear();
    try {
      await this.#write(rows, losses);
    } catch (error) {
      for (const loss of losses) this.#count(loss);
      if (!this.#isAway) this.#options.says("away", error);
      this.#isAway = true;
      return false;
    }
    if (this.#isAway) this.#options.says("back");
    this.#isAway = false;
    this.#held.splice(0, rows.length);
    this.#bytes -= bytesOfAll(rows);
    return true;
  }

  /** Halves a batch that is refused until the row at fault is alone. Throws when the database is away. */
  async #write(rows: readonly PredictionRow[], losses: readonly Loss[]): Promise<void> {
    try {
      await this.#options.write({ rows, losses });
    } catch (error) {
      if (this.#options.isAway(error)) throw error;
      const [only] = rows;
      if (rows.length > 1) {
        const middle = Math.ceil(rows.length / 2);
        await this.#write(rows.slice(0, middle), losses);
        return this.#write(rows.slice(middle), []);
      }
      this.#options.says("refused", error);
      if (only) this.#lose(only);
    }
  }

  #first(): PredictionRow[] {
    let [count, bytes] = [0, 0];
    for (const row of this.#held) {
      bytes += bytesOf(row);
      if (count > 0 && (count >= BATCH.rows || bytes > BATCH.bytes)) break;
      count += 1;
    }
    return this.#held.slice(0, count);
  }

  #lose({ endpoint, at }: PredictionRow): void {
    this.#lost += 1;
    this.#count({ endpoint, hour: new Date(at.getTime() - (at.getTime() % HOUR_MS)), count: 1 });
  }

  #count({ endpoint, hour, count }: Loss): void {
    const key = `${hour.getTime()} ${endpoint}`;
    const known = this.#losses.get(key)?.count ?? 0;
    this.#losses.set(key, { endpoint, hour, count: known + count });
  }
}

const bytesOfAll = (rows: readonly PredictionRow[]) => rows.reduce((sum, row) => sum + bytesOf(row), 0);
