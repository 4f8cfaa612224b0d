import { type Find, finderOf } from "../marks/find";
import type { Query } from "./tree";

/** What to mark in a message that was found: a text, in upper or lower case, or the places of a regular expression. */
export type Sought = string | Find;

/** What a NOT excludes is none of them, and neither is an expression that only the store understands. */
export function soughtIn(query: Query | null): Sought[] {
  if (query === null || query.kind === "not") return [];
  if (query.kind !== "term") return [...new Set(query.parts.flatMap(soughtIn))];
  const { field, match } = query;
  if (field !== null && field !== "message" && field !== "msg") return [];
  if (match.kind === "regex") return [finderOf(match.source, match.ignoreCase) ?? []].flat();
  return match.kind === "text" ? match.pieces.filter((piece) => piece !== "") : [];
}
