import type { Query } from "./tree";

/** Texts that a message which was found has, in upper or lower case. What a NOT excludes is none of them. */
export function soughtTexts(query: Query | null): string[] {
  if (query === null || query.kind === "not") return [];
  if (query.kind !== "term") return [...new Set(query.parts.flatMap(soughtTexts))];
  const { field, match } = query;
  if ((field !== null && field !== "message" && field !== "msg") || match.kind !== "text") return [];
  return match.pieces.filter((piece) => piece !== "");
}
