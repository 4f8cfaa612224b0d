/** The task's result of a query: limited rows and bytes, and the full count. */
const ROW_LIMIT = 1_000;
const BYTE_LIMIT = 512 * 1024;

export type Row = Record<string, unknown>;

/** Keeps the first rows and counts all, so that a cut result does not look complete. */
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

/** A 64-bit number stays a number if JavaScript keeps it exactly. */
export function jsonNumber(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}
