import { lex, type Token } from "./lex";
import { unreadable } from "./problem";
import type { Match, Query, Term } from "./tree";

const MAX_DEPTH = 50;
const MAX_TERMS = 100;
const MAX_ASTERISKS = 5;
const MAX_REGEX = 512;

type Place = { tokens: readonly Token[]; next: number; length: number; terms: number };

/**
 * The language of searches: words side by side are all meant; AND, OR, NOT, `-`, parentheses; `field:value`,
 * `field:(a or b)`, `field >= 10`, `field:*`, `"exact text"`, `/regular expression/`, `*` in a word. Null searches nothing
 * special. NOT binds before AND, AND before OR.
 */
export function parseQuery(text: string): Query | null {
  const place = { tokens: lex(text), next: 0, length: text.length, terms: 0 };
  if (place.tokens.length === 0) return null;
  const query = readOr(place, null, 0);
  const rest = place.tokens[place.next];
  if (rest) throw unreadable(rest.at, "not_opened");
  return query;
}

function readOr(place: Place, field: string | null, depth: number): Query {
  const parts = [readAnd(place, field, depth)];
  while (isKeyword(place.tokens[place.next], "or")) {
    place.next += 1;
    parts.push(readAnd(place, field, depth));
  }
  return joined("or", parts);
}

function readAnd(place: Place, field: string | null, depth: number): Query {
  const parts = [readNot(place, field, depth)];
  for (;;) {
    const token = place.tokens[place.next];
    if (!token || isMark(token, ")") || isKeyword(token, "or")) return joined("and", parts);
    if (isKeyword(token, "and")) place.next += 1;
    parts.push(readNot(place, field, depth));
  }
}

function readNot(place: Place, field: string | null, depth: number): Query {
  const token = place.tokens[place.next];
  if (!isKeyword(token, "not") && !isMark(token, "-")) return readPart(place, field, depth);
  place.next += 1;
  return { kind: "not", part: readNot(place, field, deeper(place, depth)) };
}

function readPart(place: Place, field: string | null, depth: number): Query {
  const token = take(place, "missing");
  if (isMark(token, "(")) {
    const inside = readOr(place, field, deeper(place, depth));
    const close = place.tokens[place.next];
    if (!isMark(close, ")")) throw unreadable(token.at, "not_closed");
    place.next += 1;
    return inside;
  }
  if (token.kind === "mark") throw unreadable(token.at, "needs_field", token.text);
  const behind = place.tokens[place.next];
  if (field !== null || behind?.kind !== "mark" || !/^(?::|[<>]=?)$/.test(behind.text))
    return term(place, field, matchOf(token), token.at);
  return readField(place, token, behind.text, depth);
}

function readField(place: Place, name: Token, mark: string, depth: number): Query {
  const field = fieldName(name);
  place.next += 1;
  if (mark !== ":") {
    const value = take(place, "missing_comparison");
    if (value.kind !== "word" && value.kind !== "quoted") throw unreadable(value.at, "comparison");
    // The guarantee: the caller saw one of the four.
    const operator = mark as ">" | ">=" | "<" | "<=";
    return term(place, field, { kind: "compare", operator, value: plainText(value) }, name.at);
  }
  if (isMark(place.tokens[place.next], "(")) return readPart(place, field, deeper(place, depth));
  const value = take(place, "missing_value");
  if (value.kind === "mark") throw unreadable(value.at, "value");
  const isAnything = value.kind === "word" && value.pieces.length > 1 && value.pieces.join("") === "";
  return term(place, field, isAnything ? { kind: "exists" } : matchOf(value), name.at);
}

function term(place: Place, field: string | null, match: Match, at: number): Term {
  place.terms += 1;
  if (place.terms > MAX_TERMS) throw unreadable(at, "terms", MAX_TERMS);
  return { kind: "term", field, match };
}

function matchOf(token: Exclude<Token, { kind: "mark" }>): Match {
  if (token.kind === "quoted") return { kind: "text", pieces: [token.text], quoted: true };
  if (token.kind === "regex") {
    assertRegex(token.source, token.at);
    return { kind: "regex", source: token.source, ignoreCase: token.ignoreCase };
  }
  if (token.pieces.length > MAX_ASTERISKS + 1) throw unreadable(token.at, "asterisks", MAX_ASTERISKS);
  return { kind: "text", pieces: token.pieces, quoted: false };
}

/** Back-references take the database's slow way. What else is wrong with it the database says. */
function assertRegex(source: string, at: number): void {
  if (source.length > MAX_REGEX) throw unreadable(at, "regex_long", MAX_REGEX);
  if (/(?:^|[^\\])(?:\\\\)*\\\d/.test(source)) throw unreadable(at, "regex_back");
  // Options at its start would change how the rest is read.
  if (/^\*|\(\?[^:=!]/.test(source)) throw unreadable(at, "regex_options");
}

function fieldName(token: Token): string {
  if (token.kind === "quoted" && token.text !== "") return token.text;
  if (token.kind === "word" && token.pieces.length === 1 && token.pieces[0]) return token.pieces[0];
  throw unreadable(token.at, "no_field");
}

function plainText(token: Extract<Token, { kind: "word" | "quoted" }>): string {
  return token.kind === "quoted" ? token.text : token.pieces.join("*");
}

function take(place: Place, missing: "missing" | "missing_value" | "missing_comparison"): Token {
  const token = place.tokens[place.next];
  if (!token) throw unreadable(place.length, missing);
  for (const word of ["and", "or"] as const)
    if (isKeyword(token, word)) throw unreadable(token.at, "keyword", word);
  place.next += 1;
  return token;
}

function deeper(place: Place, depth: number): number {
  if (depth >= MAX_DEPTH) throw unreadable(place.tokens[place.next]?.at ?? place.length, "deep", MAX_DEPTH);
  return depth + 1;
}

function isKeyword(token: Token | undefined, word: "and" | "or" | "not"): boolean {
  if (token?.kind !== "word" || token.isEscaped || token.pieces.length !== 1) return false;
  return token.pieces[0]?.toLowerCase() === word;
}

function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === "mark" && token.text === text;
}

function joined(kind: "and" | "or", parts: readonly Query[]): Query {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, parts };
}
