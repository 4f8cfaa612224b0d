/** A JSON text as a page shows it. Numbers are kept as they are written: no double changes them. */
export type Outline =
  | { kind: "object"; entries: { key: string; value: Outline }[] }
  | { kind: "array"; items: Outline[] }
  | { kind: "text"; text: string }
  /** A number, true, false, null; also NaN and Infinity, which Python writes. */
  | { kind: "word"; text: string };

/** A page unfolds no deeper, and no call stack holds more by much. */
const MOST_DEPTH = 100;
const SPACE = /[ \t\n\r]*/y;
const WORD = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity/y;
const TEXT = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;

/** Thrown where the text ends before its value does. */
class Ended extends Error {}
class Malformed extends Error {}

/**
 * Null for what is no JSON. With `isCut` the text is the beginning of one: what is whole of it is returned, and a value
 * that is cut off is left out.
 */
export function outlineOf(text: string, isCut = false): Outline | null {
  try {
    return new Reader(text, isCut).whole();
  } catch (error) {
    if (error instanceof Malformed || error instanceof Ended || error instanceof SyntaxError) return null;
    throw error;
  }
}

class Reader {
  #at = 0;
  /** The end was reached inside of a value: nothing is read any more. */
  #isOver = false;

  constructor(
    private readonly text: string,
    private readonly isCut: boolean,
  ) {}

  whole(): Outline {
    const value = this.#value(0);
    this.#take(SPACE);
    if (this.#at < this.text.length) throw new Malformed();
    return value;
  }

  #value(depth: number): Outline {
    this.#take(SPACE);
    const first = this.#peek();
    if (first === "{") return this.#object(depth);
    if (first === "[") return this.#array(depth);
    if (first === '"') return { kind: "text", text: this.#string() };
    const word = this.#take(WORD);
    if (word === "") throw this.#wrong();
    // A number at the cut may go on behind it.
    if (this.isCut && this.#at === this.text.length) throw new Ended();
    return { kind: "word", text: word };
  }

  #object(depth: number): Outline {
    const entries: { key: string; value: Outline }[] = [];
    this.#within(depth, "}", () => {
      this.#take(SPACE);
      if (this.#peek() !== '"') throw this.#wrong();
      const key = this.#string();
      this.#take(SPACE);
      this.#expect(":");
      entries.push({ key, value: this.#value(depth + 1) });
    });
    return { kind: "object", entries };
  }

  #array(depth: number): Outline {
    const items: Outline[] = [];
    this.#within(depth, "]", () => items.push(this.#value(depth + 1)));
    return { kind: "array", items };
  }

  /** What stands between brackets, with commas between. At the cut it ends with what is whole. */
  #within(depth: number, close: string, element: () => void): void {
    if (depth >= MOST_DEPTH) throw new Malformed();
    this.#at += 1;
    try {
      this.#take(SPACE);
      if (this.#peek() === close) {
        this.#at += 1;
        return;
      }
      for (;;) {
        element();
        if (this.#isOver) return;
        this.#take(SPACE);
        if (this.#peek() === close) break;
        this.#expect(",");
      }
      this.#at += 1;
    } catch (error) {
      if (!this.isCut || !(error instanceof Ended)) throw error;
      this.#isOver = true;
      this.#at = this.text.length;
    }
  }

  #string(): string {
    const quoted = this.#take(TEXT);
    if (quoted === "") throw new Ended();
    const value: unknown = JSON.parse(quoted);
    return String(value);
  }

  #expect(char: string): void {
    if (this.#peek() !== char) throw this.#wrong();
    this.#at += 1;
  }

  #wrong(): Error {
    // A word such as "tru" at the very end is one that is cut.
    const rest = this.text.length - this.#at;
    return rest === 0 || (this.isCut && rest < 9) ? new Ended() : new Malformed();
  }

  #peek(): string {
    return this.text.charAt(this.#at);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ""] = pattern.exec(this.text) ?? [];
    this.#at += found.length;
    return found;
  }
}
