/** What a query leaves as the task's result: at most this many rows and bytes, and how many there were. */
const ROW_LIMIT = 1_000;
const BYTE_LIMIT = 512 * 1024;

export type Row = Record<string, unknown>;

/** Keeps the first rows; `count` goes on counting, so that a result never looks complete when it is not. */
export class RowCollector {
  readonly rows: Row[] = [];
  count = 0;
  #bytes = 0;
  #full = false;

  add(row: Row): void {
    this.count += 1;
    if (this.#full) return;
    this.#bytes += Buffer.byteLength(JSON.stringify(row));
    if (this.rows.length >= ROW_LIMIT || this.#bytes > BYTE_LIMIT) this.#full = true;
    else this.rows.push(row);
  }

  get truncated(): boolean {
    return this.#full;
  }
}

/** A 64-bit number stays a number where JavaScript can hold it. */
export function jsonNumber(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}
