/** Whether a character is meant. It is given in its forms: where case is ignored, those of lower and upper case too. */
export type Test = (forms: readonly string[]) => boolean;
type Read = { test: Test; end: number };

const KINDS: Readonly<Record<string, RegExp>> = { d: /^\p{Nd}$/u, w: /^[\p{L}\p{N}_]$/u, s: /^\s$/u };
const CONTROLS: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f", v: "\v" };
const POSIX: Readonly<Record<string, RegExp>> = {
  alpha: /^\p{L}$/u,
  digit: /^\p{Nd}$/u,
  alnum: /^[\p{L}\p{N}]$/u,
  upper: /^\p{Lu}$/u,
  lower: /^\p{Ll}$/u,
  space: /^\s$/u,
  punct: /^[\p{P}\p{S}]$/u,
  xdigit: /^[\da-fA-F]$/,
};

/** A character that stands for itself, any one (`.`), or one of a kind (`\d`). Null where it means something else. */
export function characterOf(source: string, at: number): Read | null {
  const character = characterAt(source, at);
  if (character === ".") return { test: () => true, end: at + 1 };
  if (character !== "\\") return itself(character, at + character.length);
  return kindOf(source, at) ?? literalOf(source, at);
}

/** `[a-z\d]`, `[^"]`, `[[:alpha:]]`. Null where it is not closed. */
export function classOf(source: string, at: number): Read | null {
  const isOut = source[at + 1] === "^";
  const first = at + (isOut ? 2 : 1);
  const tests: Test[] = [];
  let next = first;
  while (next === first || source[next] !== "]") {
    const part = next < source.length ? partOf(source, next) : null;
    if (!part) return null;
    tests.push(part.test);
    next = part.end;
  }
  return { test: (forms) => tests.some((test) => test(forms)) !== isOut, end: next + 1 };
}

function partOf(source: string, at: number): Read | null {
  const [named, name = ""] = /^\[:(\w+):\]/.exec(source.slice(at, at + 20)) ?? [];
  if (named) {
    const kind = POSIX[name];
    return kind ? { test: (forms) => forms.some((one) => kind.test(one)), end: at + named.length } : null;
  }
  const kind = kindOf(source, at);
  if (kind) return kind;
  const from = literalOf(source, at);
  if (!from || source[from.end] !== "-" || /^(?:\]|)$/.test(source.charAt(from.end + 1))) return from;
  const to = literalOf(source, from.end + 1);
  if (!to) return null;
  const [least, most] = [codeOf(from.character), codeOf(to.character)];
  const isWithin = (one: string) => codeOf(one) >= least && codeOf(one) <= most;
  return { test: (forms) => forms.some(isWithin), end: to.end };
}

function kindOf(source: string, at: number): Read | null {
  const letter = source.charAt(at + 1);
  const kind = source[at] === "\\" && /[dwsDWS]/.test(letter) ? KINDS[letter.toLowerCase()] : undefined;
  if (!kind) return null;
  const isOut = letter < "a";
  return { test: (forms) => forms.some((one) => kind.test(one)) !== isOut, end: at + 2 };
}

function literalOf(source: string, at: number): (Read & { character: string }) | null {
  const character = characterAt(source, at);
  if (character !== "\\") return itself(character, at + character.length);
  const [hex, two, four] = /^\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4}))/.exec(source.slice(at, at + 6)) ?? [];
  if (hex) return itself(String.fromCharCode(Number.parseInt(two ?? four ?? "", 16)), at + hex.length);
  const escaped = characterAt(source, at + 1);
  if (escaped === "") return null;
  const meant = /^[A-Za-z0-9]$/.test(escaped) ? CONTROLS[escaped] : escaped;
  return meant === undefined ? null : itself(meant, at + 1 + escaped.length);
}

function itself(character: string, end: number) {
  return { character, test: (forms: readonly string[]) => forms.includes(character), end };
}

export function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
