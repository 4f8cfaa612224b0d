import { characterOf, classOf, type Test } from "./characters";

/** A regular expression, read. `holds` is asked what stands before and behind a place; nothing is the empty text. */
export type Expression =
  | { kind: "character"; test: Test }
  | { kind: "place"; holds: (before: string, behind: string) => boolean }
  | { kind: "sequence" | "either"; parts: readonly Expression[] }
  | { kind: "repeat"; part: Expression; least: number; most: number };

/** `shortest`: its first repetition takes as little as it can, which decides for the whole. */
export type ReadExpression = { expression: Expression; shortest: boolean };

type Place = { source: string; next: number; shortest: boolean | null };
type Holds = Extract<Expression, { kind: "place" }>["holds"];

const isWord = (character: string) => /^[\p{L}\p{N}_]$/u.test(character);
const start: Holds = (before) => before === "";
const end: Holds = (_, behind) => behind === "";
const edge: Holds = (before, behind) => isWord(before) !== isWord(behind);
const PLACES: Readonly<Record<string, Holds>> = {
  A: start,
  Z: end,
  z: end,
  b: edge,
  y: edge,
  m: (before, behind) => !isWord(before) && isWord(behind),
  M: (before, behind) => isWord(before) && !isWord(behind),
};
const QUANTIFIER = /^(?:([*+?])|\{(\d{1,3})(?:(,)(\d{0,3}))?\})(\??)/;

/** Null for what is not understood here, although a store may: it only marks nothing. */
export function readExpression(source: string): ReadExpression | null {
  const place: Place = { source, next: 0, shortest: null };
  const expression = either(place);
  if (!expression || place.next < source.length) return null;
  return { expression, shortest: place.shortest ?? false };
}

function either(place: Place): Expression | null {
  const parts: Expression[] = [];
  do {
    if (parts.length > 0) place.next += 1;
    const part = sequence(place);
    if (!part) return null;
    parts.push(part);
  } while (place.source[place.next] === "|");
  return { kind: "either", parts };
}

function sequence(place: Place): Expression | null {
  const parts: Expression[] = [];
  while (place.next < place.source.length && !/[|)]/.test(place.source.charAt(place.next))) {
    const part = atom(place);
    const repeated = part && quantified(place, part);
    if (!repeated) return null;
    parts.push(repeated);
  }
  return { kind: "sequence", parts };
}

function atom(place: Place): Expression | null {
  const character = place.source.charAt(place.next);
  const behind = place.source.charAt(place.next + 1);
  if (character === "(") return group(place);
  if (/[*+?]/.test(character)) return null;
  const holds =
    character === "^" ? start : character === "$" ? end : character === "\\" ? PLACES[behind] : undefined;
  if (holds) {
    place.next += character === "\\" ? 2 : 1;
    return { kind: "place", holds };
  }
  const read = character === "[" ? classOf(place.source, place.next) : characterOf(place.source, place.next);
  if (!read) return null;
  place.next = read.end;
  return { kind: "character", test: read.test };
}

function group(place: Place): Expression | null {
  place.next += 1;
  if (place.source[place.next] === "?") {
    // It looks ahead or behind.
    if (place.source[place.next + 1] !== ":") return null;
    place.next += 2;
  }
  const inside = either(place);
  if (place.source[place.next] !== ")") return null;
  place.next += 1;
  return inside;
}

function quantified(place: Place, part: Expression): Expression | null {
  const [found, sign, least = "", comma, most = "", lazy] =
    QUANTIFIER.exec(place.source.slice(place.next)) ?? [];
  if (!found) return part;
  place.next += found.length;
  place.shortest ??= lazy === "?";
  if (/^[*+?]/.test(place.source.slice(place.next))) return null;
  if (sign)
    return {
      kind: "repeat",
      part,
      least: sign === "+" ? 1 : 0,
      most: sign === "?" ? 1 : Number.POSITIVE_INFINITY,
    };
  const open = most === "" ? Number.POSITIVE_INFINITY : Number(most);
  return { kind: "repeat", part, least: Number(least), most: comma ? open : Number(least) };
}
