import { type RegexProblem, unreadableRegex } from "../query/problem";

/**
 * A regular expression that finds a place in a text, written for Lucene, whose expressions are of whole texts and know fewer
 * signs. What Lucene cannot say is refused, and never left out.
 */
export function luceneRegex(source: string): string {
  const place: Place = { source, next: 0 };
  const { text } = alternatives(place, true);
  if (place.next < source.length) throw refused("parenthesis", "a parenthesis is closed that was not opened");
  return text;
}

/** Text in a regular expression of Lucene, where every sign has a backslash. */
export function luceneLiteral(text: string): string {
  return [...text].map(literal).join("");
}

type Place = { source: string; next: number };
/** `size`: how many characters it would have with its repetitions written out. */
type Written = { text: string; size: number };

/** The server writes repetitions out before any time limit of a search counts: a dozen characters can keep it busy for minutes. */
const MAX_SIZE = 1_000;
const ANYTHING = ".*";
const CLASSES: Readonly<Record<string, string>> = { d: "0-9", w: "a-zA-Z0-9_", s: " \t\n\r\f\v" };
const CONTROLS: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f", v: "\v" };
const POSIX: Readonly<Record<string, string>> = {
  alpha: "a-zA-Z",
  digit: "0-9",
  alnum: "a-zA-Z0-9",
  upper: "A-Z",
  lower: "a-z",
  space: " \t\n\r\f\v",
  xdigit: "0-9a-fA-F",
};

function alternatives(place: Place, isWhole: boolean): Written {
  const parts = [sequence(place, isWhole)];
  while (place.source[place.next] === "|") {
    place.next += 1;
    parts.push(sequence(place, isWhole));
  }
  const text = parts.map((part) => part.text).join("|");
  return {
    text: parts.length === 1 ? text : `(${text})`,
    size: sized(parts.reduce((sum, { size }) => sum + size, 0)),
  };
}

/** Of the whole expression, a sequence may begin with ^ and end with $; elsewhere they mean nothing to Lucene. */
function sequence(place: Place, isWhole: boolean): Written {
  const { source } = place;
  const fromStart = isWhole && source[place.next] === "^";
  if (fromStart) place.next += 1;
  let [text, size, toEnd] = ["", 0, false];
  while (place.next < source.length && !/[|)]/.test(source.charAt(place.next))) {
    if (source[place.next] === "$" && isWhole && /^(?:\||$)/.test(source.slice(place.next + 1))) {
      place.next += 1;
      toEnd = true;
      continue;
    }
    const one = atom(place);
    const { sign, times } = quantifier(place);
    text += one.text + sign;
    size = sized(size + one.size * times);
  }
  // An empty part is any text of no length.
  const inside = text === "" ? "()" : text;
  return { text: isWhole ? `${fromStart ? "" : ANYTHING}${inside}${toEnd ? "" : ANYTHING}` : inside, size };
}

function atom(place: Place): Written {
  const character = String.fromCodePoint(place.source.codePointAt(place.next) ?? 0);
  place.next += character.length;
  if (character === "(") return group(place);
  const text = characterOrClass(place, character);
  return { text, size: 1 };
}

function characterOrClass(place: Place, character: string): string {
  if (character === ".") return ".";
  if (character === "[") return bracket(place);
  if (character === "\\") return escaped(place);
  if (character === "^" || character === "$")
    throw refused(
      "anchor",
      `${character} is understood at the beginning and the end of the whole expression alone`,
    );
  if (/[*+?]/.test(character)) throw refused("nothing_before", `${character} has nothing before it`);
  return literal(character);
}

function group(place: Place): Written {
  if (place.source[place.next] === "?") {
    if (place.source[place.next + 1] !== ":") throw refused("ahead", "it cannot look ahead");
    place.next += 2;
  }
  const { text, size } = alternatives(place, false);
  if (place.source[place.next] !== ")") throw refused("parenthesis", "a parenthesis is not closed");
  place.next += 1;
  return { text: `(${text})`, size };
}

const QUANTIFIER = /^(?:([*+?])|\{(\d{1,3})(?:(,)(\d{0,3}))?\})\??/;

/** Whether it takes little or much first does not matter to whether it finds something: the sign for that is left out. */
function quantifier(place: Place): { sign: string; times: number } {
  const [found, sign, least = "", comma = "", most = ""] =
    QUANTIFIER.exec(place.source.slice(place.next)) ?? [];
  if (!found) return { sign: "", times: 1 };
  place.next += found.length;
  if (/^[*+?{]/.test(place.source.slice(place.next))) throw refused("repeated", "a repetition is repeated");
  if (sign) return { sign, times: 1 };
  if (most !== "" && Number(most) < Number(least))
    throw refused("repetition", "a repetition has its limits the wrong way round");
  return {
    sign: `{${Number(least)}${comma}${most === "" ? "" : Number(most)}}`,
    times: Number(most === "" ? least : most) + 1,
  };
}

function sized(size: number): number {
  if (size > MAX_SIZE) throw refused("large", `repetitions may be of ${MAX_SIZE} characters together`);
  return size;
}

function escaped(place: Place): string {
  const character = place.source.charAt(place.next);
  const inside = CLASSES[character.toLowerCase()];
  if (inside !== undefined && /[dwsDWS]/.test(character)) {
    place.next += 1;
    return /[DWS]/.test(character) ? `[^${inside}]` : `[${inside}]`;
  }
  return literal(escapedCharacter(place));
}

function escapedCharacter(place: Place): string {
  const [found, hex2, hex4] =
    /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4}))/.exec(place.source.slice(place.next)) ?? [];
  if (found) {
    place.next += found.length;
    return String.fromCharCode(Number.parseInt(hex2 ?? hex4 ?? "", 16));
  }
  const character = place.source.charAt(place.next);
  if (character === "") throw refused("escape", "it ends with a backslash");
  place.next += 1;
  if (!/[A-Za-z0-9]/.test(character)) return character;
  const control = CONTROLS[character];
  if (control === undefined) throw refused("escape", `\\${character} is not understood`);
  return control;
}

function bracket(place: Place): string {
  const { source } = place;
  const negated = source[place.next] === "^";
  if (negated) place.next += 1;
  let inside = "";
  for (let first = true; first || source[place.next] !== "]"; first = false) {
    if (place.next >= source.length) throw refused("bracket", "a bracket is not closed");
    inside += bracketPart(place);
  }
  place.next += 1;
  return `[${negated ? "^" : ""}${inside}]`;
}

function bracketPart(place: Place): string {
  const { source } = place;
  const [posix, name = ""] = /^\[:([a-z]+):\]/.exec(source.slice(place.next)) ?? [];
  const [shorthand] = /^\\[dws]/.exec(source.slice(place.next)) ?? [];
  if (posix || shorthand) {
    place.next += (posix ?? shorthand ?? "").length;
    const known = posix ? POSIX[name] : CLASSES[source.charAt(place.next - 1)];
    if (known === undefined) throw refused("class", `[:${name}:] is not understood`);
    return known;
  }
  const from = bracketCharacter(place);
  if (source[place.next] !== "-" || source[place.next + 1] === "]" || place.next + 1 >= source.length)
    return literal(from);
  place.next += 1;
  const to = bracketCharacter(place);
  if ((to.codePointAt(0) ?? 0) < (from.codePointAt(0) ?? 0))
    throw refused("range", "a range is the wrong way round");
  return `${literal(from)}-${literal(to)}`;
}

function bracketCharacter(place: Place): string {
  const character = String.fromCodePoint(place.source.codePointAt(place.next) ?? 0);
  place.next += character.length;
  return character === "\\" ? escapedCharacter(place) : character;
}

function literal(character: string): string {
  return /^[\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]$/.test(character) ? `\\${character}` : character;
}

function refused(problem: RegexProblem, said: string): Error {
  return unreadableRegex(problem, `in a regular expression for OpenSearch ${said}`);
}
