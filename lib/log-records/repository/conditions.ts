import type { Binds } from "@/lib/platform/binds";
import type { Match, Query, Term } from "../query/tree";
import { readTime } from "../time";
import { LEVELS, levelOfWord, type RecordField, recordFieldOf } from "../values";
import { pairsOf } from "./character-pairs";

type Meaning = (match: Match, binds: Binds) => string;

/** A search as a condition over `log_record r`. Every value of the user is a parameter. */
export function conditionSql(query: Query, binds: Binds): string {
  if (query.kind === "not") return `NOT (${conditionSql(query.part, binds)})`;
  if (query.kind === "term") return termSql(query, binds);
  const word = query.kind === "and" ? " AND " : " OR ";
  return `(${query.parts.map((part) => conditionSql(part, binds)).join(word)})`;
}

function termSql({ field, match }: Term, binds: Binds): string {
  if (field === null) return MEANINGS.message(match, binds);
  const known = recordFieldOf(field);
  return known ? MEANINGS[known](match, binds) : attributeSql(field, match, binds);
}

const MEANINGS: Readonly<Record<RecordField, Meaning>> = {
  time: (match, binds) => {
    if (match.kind === "exists") return "true";
    if (match.kind === "regex") return "false";
    const us = readTime(match.kind === "compare" ? match.value : match.pieces.join("*"));
    if (us === null) return "false";
    const operator = match.kind === "compare" ? match.operator : "=";
    return `r.ts ${operator} 'epoch'::timestamptz + ${binds.add(us, "bigint")} * interval '1 microsecond'`;
  },
  level: (match, binds) => {
    if (match.kind === "exists") return "r.level > 0";
    if (match.kind === "regex") return "false";
    const said = match.kind === "compare" ? match.value : match.pieces.join("*");
    const named = said.toLowerCase() === "none" ? "none" : levelOfWord(said);
    if (named === null) return "false";
    return `r.level ${match.kind === "compare" ? match.operator : "="} ${binds.add(LEVELS[named], "smallint")}`;
  },
  message: (match, binds) => {
    if (match.kind === "exists") return "r.message <> ''";
    if (match.kind === "text") return partSql(match.pieces, binds);
    return textSql("r.message", match, binds);
  },
  service: (match, binds) => nameSql("r.service", match, binds),
  host: (match, binds) => nameSql("r.host", match, binds),
  trace_id: (match, binds) => idSql("r.trace_id", match, binds),
  span_id: (match, binds) => idSql("r.span_id", match, binds),
};

/** A part of a message. Characters of Korean and their like are found by their pairs, which have an index of their own. */
function partSql(pieces: readonly string[], binds: Binds): string {
  const like = likeSql("r.message", `%${likeOf(pieces)}%`, binds);
  const pairs = pairsOf(pieces);
  if (pairs.length === 0) return like;
  return `(${like} AND octet_length(r.message) <> length(r.message)
    AND obs.character_pairs(r.message) @> ${binds.add(pairs, "text[]")})`;
}

/** LIKE looks at the message as it is and is much faster, where there is no other case to look for. */
function likeSql(column: string, pattern: string, binds: Binds): string {
  const word = pattern.toLowerCase() === pattern.toUpperCase() ? "LIKE" : "ILIKE";
  return `${column} ${word} ${binds.add(pattern, "text")}`;
}

function nameSql(column: string, match: Match, binds: Binds): string {
  return match.kind === "exists" ? `${column} <> ''` : textSql(column, match, binds);
}

/** May be null. Said so that an index still answers it. */
function idSql(column: string, match: Match, binds: Binds): string {
  return `(${column} IS NOT NULL AND ${nameSql(column, match, binds)})`;
}

/** Whole values, as they are written; with an asterisk in upper or lower case. */
function textSql(column: string, match: Exclude<Match, { kind: "exists" }>, binds: Binds): string {
  if (match.kind === "regex")
    return `${column} ${match.ignoreCase ? "~*" : "~"} ${binds.add(match.source, "text")}`;
  if (match.kind === "compare") return `${column} ${match.operator} ${binds.add(match.value, "text")}`;
  const [only] = match.pieces;
  if (match.pieces.length === 1) return `${column} = ${binds.add(only, "text")}`;
  return likeSql(column, likeOf(match.pieces), binds);
}

/** Attributes keep the type that they came with: a value in a search may be text, a number or a boolean, alone or in a list. */
function attributeSql(name: string, match: Match, binds: Binds): string {
  if (match.kind === "text" && match.pieces.length === 1) return equalSql(name, match, binds);
  const key = binds.add(name, "text");
  const text = `(r.attrs ->> ${key})`;
  if (match.kind === "exists") return `r.attrs ? ${key}`;
  if (match.kind === "compare" && isNumber(match.value))
    return `(CASE WHEN jsonb_typeof(r.attrs -> ${key}) = 'number' THEN ${text}::numeric ${match.operator} ${binds.add(match.value, "numeric")} ELSE false END)`;
  return `COALESCE(${textSql(text, match, binds)}, false)`;
}

function equalSql(name: string, match: Extract<Match, { kind: "text" }>, binds: Binds): string {
  const [value = ""] = match.pieces;
  const forms = [value, ...(match.quoted ? [] : literalsOf(value))].flatMap((form) => [form, [form]]);
  return `(${forms.map((form) => `r.attrs @> ${binds.add(JSON.stringify({ [name]: form }), "jsonb")}`).join(" OR ")})`;
}

function literalsOf(value: string): (number | boolean)[] {
  if (value === "true" || value === "false") return [value === "true"];
  return isNumber(value) && Number.isSafeInteger(Math.trunc(Number(value))) ? [Number(value)] : [];
}

function isNumber(text: string): boolean {
  return /^-?\d{1,30}(?:\.\d{1,30})?$/.test(text);
}

/** Pieces with anything between them. What LIKE reads as a sign is a character. */
function likeOf(pieces: readonly string[]): string {
  return pieces.map((piece) => piece.replaceAll(/[\\%_]/g, "\\$&")).join("%");
}

/**
 * The same over the counts, for searches of nothing but services and levels. Null for all others.
 */
export function countedConditionSql(query: Query, binds: Binds): string | null {
  return asksOnlyForCounted(query) ? conditionSql(query, binds) : null;
}

function asksOnlyForCounted(query: Query): boolean {
  if (query.kind === "not") return asksOnlyForCounted(query.part);
  if (query.kind !== "term") return query.parts.every(asksOnlyForCounted);
  const name = query.field === null ? "message" : recordFieldOf(query.field);
  return name === "service" || name === "level";
}
