const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const CHUNK = 256 * 1024;
/** Postgres counts microseconds from 2000. */
const EPOCH_US = 946_684_800_000_000;
const TWO_32 = 2 ** 32;
const JSONB_VERSION = 1;

/** Rows in the binary form of COPY. A column is written by the method of its type, in the order of the statement's columns. */
export class BinaryRows {
  readonly #full: Buffer[] = [];
  #chunk = Buffer.allocUnsafe(CHUNK);
  #at = SIGNATURE.copy(this.#chunk);

  row(columns: number): void {
    this.#room(2);
    this.#at = this.#chunk.writeInt16BE(columns, this.#at);
  }

  smallint(value: number): void {
    this.#room(6);
    this.#at = this.#chunk.writeInt32BE(2, this.#at);
    this.#at = this.#chunk.writeInt16BE(value, this.#at);
  }

  /** Of microseconds since 1970. */
  timestamptz(us: number): void {
    const since = us - EPOCH_US;
    const high = Math.floor(since / TWO_32);
    this.#room(12);
    this.#at = this.#chunk.writeInt32BE(8, this.#at);
    this.#at = this.#chunk.writeInt32BE(high, this.#at);
    this.#at = this.#chunk.writeUInt32BE(since - high * TWO_32, this.#at);
  }

  text(value: string | null): void {
    if (value === null) {
      this.#room(4);
      this.#at = this.#chunk.writeInt32BE(-1, this.#at);
    } else this.#bytesOf(value, 0);
  }

  jsonb(json: string): void {
    this.#bytesOf(json, 1);
  }

  /** Nothing may be added after it. */
  end(): Buffer[] {
    this.#room(2);
    this.#at = this.#chunk.writeInt16BE(-1, this.#at);
    this.#cut();
    return this.#full;
  }

  /** The length is known when the text is written, so its place is left free before it. */
  #bytesOf(value: string, prefix: 0 | 1): void {
    this.#room(4 + prefix + 3 * value.length);
    const start = this.#at + 4;
    if (prefix === 1) this.#chunk[start] = JSONB_VERSION;
    const bytes = prefix + this.#chunk.write(value, start + prefix);
    this.#chunk.writeInt32BE(bytes, this.#at);
    this.#at = start + bytes;
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#chunk.length) return;
    this.#cut();
    this.#chunk = Buffer.allocUnsafe(Math.max(CHUNK, bytes));
    this.#at = 0;
  }

  #cut(): void {
    this.#full.push(this.#chunk.subarray(0, this.#at));
  }
}
