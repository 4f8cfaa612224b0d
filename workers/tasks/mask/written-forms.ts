/**
 * The forms in which programs write one character: literal, percent-encoded, after backslashes, as \uXXXX, \xXX, \ooo,
 * as an HTML entity, and with doubled quotes as in shells, SQL and CSV. Each character may have another form, escaped
 * again by an outer format (JSON in JSON, a percent sign as %25). The automaton reads UTF-8: `edges[state][byte]` has
 * the next states, 0 is the start, and a final state has read the whole character. It has no loops, so a character has
 * a longest form.
 */
export type WrittenForms = {
  edges: readonly ReadonlyMap<number, readonly number[]>[];
  finals: ReadonlySet<number>;
  longest: number;
};

/** A backslash of nested JSON is written as 1, 2, 4 or 8. */
const MOST_BACKSLASHES = 8;
const MOST_ZEROS = 6;
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "n",
  "\t": "t",
  "\r": "r",
  "\b": "b",
  "\f": "f",
  "\v": "v",
  "\u0007": "a",
  "\u001b": "eE",
};
const ENTITIES: Readonly<Record<string, string>> = {
  "&": "amp",
  "<": "lt",
  ">": "gt",
  '"': "quot",
  "'": "apos",
};
const DOUBLED: Readonly<Record<string, readonly string[]>> = {
  "'": ["''", "'\\''", "'\"'\"'"],
  '"': ['""'],
  "%": ["%%"],
};

const known = new Map<string, WrittenForms>();

export function writtenForms(char: string): WrittenForms {
  const found = known.get(char) ?? build(char);
  known.set(char, found);
  return found;
}

type Ends = readonly number[];

/** Extends the automaton from some states; each method returns the states after what was read. */
class Builder {
  readonly edges: Map<number, number[]>[] = [new Map()];
  readonly finals = new Set<number>();

  text(from: Ends, text: string): Ends {
    return this.bytes(from, Buffer.from(text));
  }

  bytes(from: Ends, bytes: Uint8Array): Ends {
    let at = from;
    for (const byte of bytes) at = this.#step(at, [byte]);
    return at;
  }

  /** A digit of any base, in either case. */
  digits(from: Ends, digits: string): Ends {
    let at = from;
    for (const digit of digits) {
      const cases = new Set([digit.toLowerCase().charCodeAt(0), digit.toUpperCase().charCodeAt(0)]);
      at = this.#step(at, [...cases]);
    }
    return at;
  }

  /** One to `most`, or also none with `orNone`. */
  some(from: Ends, text: string, most: number, orNone: boolean): Ends {
    const ends: number[] = orNone ? [...from] : [];
    let at = from;
    for (let count = 0; count < most; count++) {
      at = this.text(at, text);
      ends.push(...at);
    }
    return ends;
  }

  end(at: Ends): void {
    for (const state of at) this.finals.add(state);
  }

  #step(from: Ends, bytes: readonly number[]): Ends {
    const to = this.edges.push(new Map()) - 1;
    for (const state of from) {
      for (const byte of bytes) {
        const edges = this.edges[state];
        edges?.set(byte, [...(edges.get(byte) ?? []), to]);
      }
    }
    return [to];
  }
}

const START: Ends = [0];
const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");

function build(char: string): WrittenForms {
  const b = new Builder();
  const code = char.codePointAt(0) ?? 0;
  const bytes = Buffer.from(char);
  const escaped = b.some(START, "\\", MOST_BACKSLASHES, false);
  const behindSlashes = (from: Ends) =>
    from === START ? escaped : b.some(from, "\\", MOST_BACKSLASHES, false);

  b.end(b.bytes(START, bytes));
  b.end(b.bytes(escaped, bytes));
  for (const letter of SHORT_ESCAPES[char] ?? "") b.end(b.text(escaped, letter));
  for (const form of DOUBLED[char] ?? []) b.end(b.text(START, form));
  if (char === " ") b.end(b.text(START, "+"));
  if (char === "\n") b.end(b.text(START, "\r\n"));

  let [percent, hexBytes, octal, units] = [START, START, START, START];
  for (const byte of bytes) {
    percent = b.digits(b.some(b.some(percent, "%", 2, false), "25", 3, true), hex(byte, 2));
    hexBytes = b.digits(b.text(behindSlashes(hexBytes), "x"), hex(byte, 2));
    octal = b.digits(b.some(behindSlashes(octal), "0", 1, true), byte.toString(8).padStart(3, "0"));
  }
  for (let at = 0; at < char.length; at++)
    units = b.digits(b.text(behindSlashes(units), "u"), hex(char.charCodeAt(at), 4));
  for (const at of [percent, hexBytes, octal, units]) b.end(at);

  b.end(b.digits(b.text(escaped, "U"), hex(code, 8)));
  if (code < 256) b.end(b.digits(b.text(escaped, "x"), hex(code, 2)));
  b.end(b.text(b.digits(b.some(b.text(escaped, "u{"), "0", MOST_ZEROS, true), hex(code, 1)), "}"));

  const entity = b.some(b.text(START, "&"), "amp;", 2, true);
  const number = b.some(b.text(entity, "#"), "0", MOST_ZEROS, true);
  b.end(b.text(b.digits(number, String(code)), ";"));
  const hexNumber = b.some(b.digits(b.text(entity, "#"), "x"), "0", MOST_ZEROS, true);
  b.end(b.text(b.digits(hexNumber, hex(code, 1)), ";"));
  const name = ENTITIES[char];
  if (name) b.end(b.text(b.text(entity, name), ";"));

  return { edges: b.edges, finals: b.finals, longest: longestOf(b.edges) };
}

/** States are numbered in the order of discovery. */
function longestOf(edges: readonly ReadonlyMap<number, readonly number[]>[]): number {
  const lengths: number[] = [0];
  for (const [state, out] of edges.entries())
    for (const to of [...out.values()].flat())
      lengths[to] = Math.max(lengths[to] ?? 0, (lengths[state] ?? 0) + 1);
  return Math.max(...lengths);
}
