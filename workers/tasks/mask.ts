const MASK = "***";
/** A shorter value would blacken half the log and hide nothing that cannot be guessed. */
const SHORTEST = 4;

/** Hides values wherever a task may show them. */
export type Mask = {
  text(text: string): string;
  /** In every text, key and number of a JSON value. */
  json(value: unknown): unknown;
  /** For output that comes in pieces; one for each stream. */
  stream(): MaskStream;
};
export type MaskStream = {
  /** Bytes that end like the beginning of a value wait for the next call. */
  push(bytes: Buffer): Buffer;
  flush(): Buffer;
};

export function createMask(values: readonly string[]): Mask {
  const forms = formsOf(values);
  // Longest first, so that a value that begins another does not uncover its end.
  const texts = patternOf(forms);
  const text = (given: string) => (texts ? given.replace(texts, MASK) : given);
  const json = (value: unknown): unknown => {
    if (!texts) return value;
    if (typeof value === "string") return text(value);
    if (typeof value === "number") return text(String(value)) === String(value) ? value : MASK;
    if (Array.isArray(value)) return value.map(json);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), json(item)]));
  };
  return { text, json, stream: () => streamOf(forms) };
}

/** The forms in which a value shows up: itself, its lines, and as JSON, URL and base64 write it. */
function formsOf(values: readonly string[]): string[] {
  const long = (value: string) => value.length >= SHORTEST;
  const forms = values.filter(long).flatMap((value) => [
    value,
    ...value
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(long),
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(Buffer.from(value).toString()),
    Buffer.from(value).toString("base64"),
  ]);
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

function patternOf(forms: readonly string[]): RegExp | null {
  if (forms.length === 0) return null;
  return new RegExp(forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"), "g");
}

/** Works on bytes written as latin1: one character a byte, and the search is the engine's own. */
function streamOf(forms: readonly string[]): MaskStream {
  const hidden = forms.map((form) => Buffer.from(form).toString("latin1"));
  const pattern = patternOf(hidden);
  let kept = "";
  if (!pattern) return { push: (bytes) => bytes, flush: () => Buffer.alloc(0) };
  return {
    push(bytes) {
      if (bytes.length === 0) return bytes;
      const given = kept + bytes.toString("latin1");
      const open = openEnds(given, hidden);
      let out = "";
      let at = 0;
      for (const match of given.matchAll(pattern)) {
        // From here on a longer value may still be coming.
        if (match.index >= (open.find((start) => start >= at) ?? given.length)) break;
        out += given.slice(at, match.index) + MASK;
        at = match.index + match[0].length;
      }
      const cut = open.find((start) => start >= at) ?? given.length;
      kept = given.slice(cut);
      return Buffer.from(out + given.slice(at, cut), "latin1");
    },
    flush() {
      const rest = kept.replace(pattern, MASK);
      kept = "";
      return Buffer.from(rest, "latin1");
    },
  };
}

/** Where the rest of the text is the beginning of a value, from the left. */
function openEnds(text: string, hidden: readonly string[]): number[] {
  const found = new Set<number>();
  const last = text.at(-1) ?? "";
  for (const value of hidden) {
    for (let size = value.indexOf(last) + 1; size > 0; size = value.indexOf(last, size) + 1) {
      if (size < value.length && text.endsWith(value.slice(0, size))) found.add(text.length - size);
    }
  }
  return [...found].sort((a, b) => a - b);
}
