import { unreadable } from "./problem";

export type TokenKind = "word" | "backticks" | "double" | "single" | "number" | "operator" | "mark";
/** `text` is without quotes; `at` and `end` are where the token stands, with them. */
export type Token = { kind: TokenKind; text: string; at: number; end: number };

/** A filter of the client's library is a few hundred characters; a list of a thousand run ids is 36,000. */
const MAX_CHARACTERS = 65_536;

const SPACE = /\s+/uy;
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ["number", /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}_.])/uy],
  ["word", /[\p{L}_][\p{L}\p{M}\p{N}_.]*/uy],
  ["backticks", /`([^`]*)`/uy],
  ["double", /"([^"]*)"/uy],
  ["single", /'([^']*)'/uy],
  ["operator", /[<>=!]+/uy],
  ["mark", /[(),]/uy],
];

/** Quotes have no escapes: a quote of another kind may stand inside. Every pattern reads each character once. */
export function lex(text: string, field: "filter" | "order_by"): Token[] {
  if (text.length > MAX_CHARACTERS)
    throw unreadable(field, MAX_CHARACTERS, `it is longer than ${MAX_CHARACTERS} characters`);
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (!token) {
      const open = /["'`]/.test(text.charAt(at));
      throw unreadable(
        field,
        at,
        open ? "a quote is not closed" : `${JSON.stringify(characterAt(text, at))} has no meaning here`,
      );
    }
    tokens.push(token);
    at = skipSpace(text, token.end);
  }
  return tokens;
}

function tokenAt(text: string, at: number): Token | null {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return { kind, text: found[1] ?? found[0], at, end: pattern.lastIndex };
  }
  return null;
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  return SPACE.test(text) ? SPACE.lastIndex : at;
}

function characterAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

/** A token as a message quotes it. */
export function shown(token: Token): string {
  return JSON.stringify(token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text);
}
