import type { Query } from "../query/tree";
import type { Template } from "./drain";
import { FOLDED, textOf, VARIABLE } from "./words";

/** Pieces shorter than this are everywhere and no index helps with them. */
const SHORTEST = 3;
const MOST_PIECES = 5;

/** The constant pieces of a template, in their order. */
function piecesOf({ words, gaps }: Pick<Template, "words" | "gaps">): string[] {
  return textOf({ words: [...words], gaps: [...gaps] })
    .split(VARIABLE)
    .flatMap((piece) => piece.split(FOLDED))
    .map((piece) => piece.trim())
    .filter((piece) => piece !== "");
}

/** The words of a search that finds messages of a template; empty where all of it is variable. */
export function filterText(template: Pick<Template, "words" | "gaps">): string {
  return telling(piecesOf(template))
    .map((piece) => `"${piece.replaceAll(/[\\"]/g, "\\$&")}"`)
    .join(" ");
}

/** The same with its pieces one behind the other. Null where all of it is variable. */
export function filterQuery(template: Pick<Template, "words" | "gaps">): Query | null {
  const pieces = telling(piecesOf(template));
  return pieces.length === 0
    ? null
    : { kind: "term", field: null, match: { kind: "text", pieces, quoted: false } };
}

/** The longest, in the order of the template. */
function telling(pieces: readonly string[]): string[] {
  const long = pieces.filter((piece) => piece.length >= SHORTEST);
  const chosen = (long.length > 0 ? long : pieces).toSorted((one, other) => other.length - one.length);
  const kept = new Set(chosen.slice(0, MOST_PIECES));
  return pieces.filter((piece) => kept.has(piece)).slice(0, MOST_PIECES);
}
