import { unreadable } from "./problem";

export type Token = { at: number; end: number } & (
  | { kind: "mark"; text: "(" | ")" | ":" | ">" | ">=" | "<" | "<=" | "-" }
  | { kind: "word"; pieces: readonly string[]; isEscaped: boolean }
  | { kind: "quoted"; text: string }
  | { kind: "regex"; source: string; ignoreCase: boolean }
);

const MAX_CHARACTERS = 4_096;
/** A word goes on until one of these. A dash within it belongs to it. */
const ENDS_WORD = /[\s()":<>]/;
const ESCAPES: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r" };

/** One pass. A backslash takes the meaning from the character behind it. */
export function lex(text: string): Token[] {
  if (text.length > MAX_CHARACTERS) throw unreadable(MAX_CHARACTERS, "too_long", MAX_CHARACTERS);
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const token = tokenAt(text, at, tokens.at(-1));
    tokens.push(token);
    at = skipSpace(text, token.end);
  }
  return tokens;
}

function tokenAt(text: string, at: number, before: Token | undefined): Token {
  const mark = /^(?:[()]|[<>]=?|:)/.exec(text.slice(at, at + 2))?.[0];
  // The guarantee: the pattern gives one of these.
  if (mark) return { kind: "mark", text: mark as ")", at, end: at + mark.length };
  const character = text.charAt(at);
  if (character === '"') return quotedAt(text, at);
  const isValue = before?.kind === "mark" && /[:<>]/.test(before.text);
  const regex = character === "/" ? regexAt(text, at, isValue) : null;
  if (regex) return regex;
  if (character === "-" && !isValue && /\S/.test(text.charAt(at + 1)))
    return { kind: "mark", text: "-", at, end: at + 1 };
  return wordAt(text, at);
}

function quotedAt(text: string, at: number): Token {
  let said = "";
  for (let next = at + 1; next < text.length; next++) {
    const character = text.charAt(next);
    if (character === '"') return { kind: "quoted", text: said, at, end: next + 1 };
    if (character !== "\\") said += character;
    else if (next + 1 < text.length) said += escaped(text.charAt(++next));
  }
  throw unreadable(at, "quote");
}

/**
 * Null for a path such as /api/users: the next slash closes a regular expression only before a space, a parenthesis or the end.
 * Behind a colon it may have spaces in it.
 */
function regexAt(text: string, at: number, mayHaveSpace: boolean): Token | null {
  let inClass = false;
  for (let next = at + 1; next < text.length; next++) {
    const character = text.charAt(next);
    if (!mayHaveSpace && /\s/.test(character)) return null;
    if (character === "\\") next += 1;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (character === "/" && !inClass) {
      const ignoreCase = text.charAt(next + 1) === "i";
      const end = next + (ignoreCase ? 2 : 1);
      if (next === at + 1 || !/^(?:[\s)]|$)/.test(text.charAt(end))) return null;
      return { kind: "regex", source: text.slice(at + 1, next).replaceAll("\\/", "/"), ignoreCase, at, end };
    }
  }
  return null;
}

function wordAt(text: string, at: number): Token {
  const pieces = [""];
  let isEscaped = false;
  let next = at;
  for (; next < text.length; next++) {
    const character = text.charAt(next);
    if (ENDS_WORD.test(character)) break;
    if (character === "*") pieces.push("");
    else if (character !== "\\") pieces.push((pieces.pop() ?? "") + character);
    else {
      if (next + 1 >= text.length) throw unreadable(next, "backslash");
      isEscaped = true;
      pieces.push((pieces.pop() ?? "") + escaped(text.charAt(++next)));
    }
  }
  return { kind: "word", pieces, isEscaped, at, end: next };
}

function escaped(character: string): string {
  return ESCAPES[character] ?? character;
}

function skipSpace(text: string, at: number): number {
  let next = at;
  while (next < text.length && /\s/.test(text.charAt(next))) next += 1;
  return next;
}
