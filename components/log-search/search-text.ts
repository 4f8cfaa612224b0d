import { readSearch } from "@/lib/log-records/values";

/**
 * A pill is a search of its own that every record must match too, such as `service:web` or `-user:"kim"`. One with this before
 * it is kept and not used.
 */
const OFF = "~";

export const isOff = (pill: string): boolean => pill.startsWith(OFF);
export const textOf = (pill: string): string => (isOff(pill) ? pill.slice(OFF.length) : pill);
export const toggledOff = (pill: string): string => (isOff(pill) ? textOf(pill) : OFF + pill);
export const isNegated = (pill: string): boolean => textOf(pill).startsWith("-");

export function negated(pill: string): string {
  const text = textOf(pill);
  const other = text.startsWith("-") ? text.slice(1) : `-${grouped(text)}`;
  return isOff(pill) ? OFF + other : other;
}

/** The whole search: what is typed, and the pills that are on. */
export function wholeSearch(typed: string, pills: readonly string[]): string {
  const parts = pills.filter((pill) => !isOff(pill)).map((pill) => grouped(pill));
  if (parts.length === 0) return typed.trim();
  return [grouped(typed.trim()), ...parts].filter((part) => part !== "").join(" ");
}

/** In parentheses, where words beside it would change its meaning. */
function grouped(text: string): string {
  const { query } = readSearch(text);
  return query === null || query.kind === "term" || query.kind === "not" ? text : `(${text})`;
}

/** A pill for a field and one of its values, as the sample of fields and a record have it. */
export function pillOf(field: string, value: unknown): string {
  return `${nameText(field)}:${value === null ? "*" : valueText(value)}`;
}

export const existsPill = (field: string): string => `${nameText(field)}:*`;

const PLAIN_NAME = /^[\p{L}_@][\p{L}\p{N}_.@/-]*$/u;
const KEYWORDS = /^(?:and|or|not)$/i;

export function nameText(name: string): string {
  return PLAIN_NAME.test(name) && !KEYWORDS.test(name) ? name : quoted(name);
}

/** Without quotes a number finds numbers and texts. What is no plain word is quoted. */
export function valueText(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^-?[\p{L}\p{N}_.@+][\p{L}\p{N}_.@+/-]*$/u.test(text) && !KEYWORDS.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  const escaped = text
    .replaceAll(/["\\]/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t")
    .replaceAll("\r", "\\r");
  return `"${escaped}"`;
}
