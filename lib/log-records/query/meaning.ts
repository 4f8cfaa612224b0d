import { readTime } from "../time";
import { LEVELS, levelOfWord, type RecordField, recordFieldOf } from "../values";
import type { Match, Query, Term } from "./tree";

export type Order = ">" | ">=" | "<" | "<=";
type TextField = Exclude<RecordField, "time" | "level">;
/** What a text is held against. `contains` and `like` have anything between their pieces, in upper or lower case. */
export type TextTest =
  | { kind: "exists" }
  | { kind: "contains"; pieces: readonly string[] }
  | { kind: "like"; pieces: readonly string[] }
  | { kind: "is"; value: string }
  | { kind: "regex"; source: string; ignoreCase: boolean }
  | { kind: "order"; operator: Order; value: string };
/** `among`: one of these, of this type, by itself or in a list. */
export type AttributeTest =
  | Exclude<TextTest, { kind: "contains" | "is" }>
  | { kind: "among"; values: readonly (string | number | boolean)[] }
  | { kind: "number"; operator: Order; value: number };
export type Meaning =
  | { kind: "and" | "or"; parts: readonly Meaning[] }
  | { kind: "not"; part: Meaning }
  | { kind: "everything" | "nothing" }
  | { kind: "time"; operator: Order | "="; us: number }
  | { kind: "level"; operator: Order | "="; level: number }
  | { kind: "text"; field: TextField; test: TextTest }
  | { kind: "attribute"; name: string; test: AttributeTest };

/** What a search means, for stores that are not SQL: fields by their one name, values by their type. */
export function meaningOf(query: Query | null): Meaning {
  if (query === null) return { kind: "everything" };
  if (query.kind === "not") return { kind: "not", part: meaningOf(query.part) };
  if (query.kind === "term") return termMeaning(query);
  return { kind: query.kind, parts: query.parts.map(meaningOf) };
}

function termMeaning({ field, match }: Term): Meaning {
  if (field === null) return { kind: "text", field: "message", test: messageTest(match) };
  const known = recordFieldOf(field);
  if (known === null) return { kind: "attribute", name: field, test: attributeTest(match) };
  if (known === "time") return timeMeaning(match);
  if (known === "level") return levelMeaning(match);
  return { kind: "text", field: known, test: known === "message" ? messageTest(match) : textTest(match) };
}

function timeMeaning(match: Match): Meaning {
  if (match.kind === "exists") return { kind: "everything" };
  const us = match.kind === "regex" ? null : readTime(saidIn(match));
  if (us === null) return { kind: "nothing" };
  return { kind: "time", operator: match.kind === "compare" ? match.operator : "=", us };
}

function levelMeaning(match: Match): Meaning {
  if (match.kind === "exists") return { kind: "level", operator: ">", level: LEVELS.none };
  const said = match.kind === "regex" ? "" : saidIn(match);
  const named = said.toLowerCase() === "none" ? "none" : levelOfWord(said);
  if (named === null) return { kind: "nothing" };
  return { kind: "level", operator: match.kind === "compare" ? match.operator : "=", level: LEVELS[named] };
}

function saidIn(match: Extract<Match, { kind: "text" | "compare" }>): string {
  return match.kind === "compare" ? match.value : match.pieces.join("*");
}

function messageTest(match: Match): TextTest {
  return match.kind === "text" ? { kind: "contains", pieces: match.pieces } : textTest(match);
}

function textTest(match: Match): Exclude<TextTest, { kind: "contains" }> {
  if (match.kind === "compare") return { kind: "order", operator: match.operator, value: match.value };
  if (match.kind !== "text") return match;
  const [only = ""] = match.pieces;
  return match.pieces.length === 1 ? { kind: "is", value: only } : { kind: "like", pieces: match.pieces };
}

function attributeTest(match: Match): AttributeTest {
  if (match.kind === "compare" && isNumber(match.value))
    return { kind: "number", operator: match.operator, value: Number(match.value) };
  const test = textTest(match);
  if (test.kind !== "is") return test;
  const isQuoted = match.kind === "text" && match.quoted;
  return { kind: "among", values: [test.value, ...(isQuoted ? [] : literalsOf(test.value))] };
}

function literalsOf(value: string): (number | boolean)[] {
  if (value === "true" || value === "false") return [value === "true"];
  return isNumber(value) && Number.isSafeInteger(Math.trunc(Number(value))) ? [Number(value)] : [];
}

function isNumber(text: string): boolean {
  return /^-?\d{1,30}(?:\.\d{1,30})?$/.test(text);
}
