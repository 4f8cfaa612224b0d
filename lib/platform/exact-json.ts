import { InvalidError } from "./errors";
import { because } from "./reasons";
import { pointerOf } from "./shape";

/**
 * JSON.parse for what others send, without its one silent change: an integer beyond 2^53 comes out as another integer
 * (an id of a foreign system is then somebody else's), and a number beyond a double's range as Infinity. Such a number is
 * refused with a pointer to it. Fractions with more digits than a double keeps are what JSON's numbers are everywhere.
 * Throws SyntaxError as JSON.parse does, InvalidError for a number.
 */
export function parseExactJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const path = firstChangedNumber(text);
  if (!path) return value;
  const name = path.map(String).join(".");
  throw InvalidError.field(
    pointerOf(path),
    `${name ? `${name} is` : "This is"} a number too large to be kept exactly. Send it as text, in quotes.`,
    because("number_too_large"),
  );
}

/** Where 16 digits in a row or an exponent of three are nowhere, there is nothing to look for. */
const SUSPICIOUS = /\d{16}|[eE]\+?\d{3}/;
const QUOTE = '"';
const NUMBER = /-?\d[\d.eE+-]*/y;

type Open = { key: PropertyKey; isArray: boolean };

/** The path to the first number that JSON.parse does not keep; the text is known to be JSON. One pass, no recursion. */
function firstChangedNumber(text: string): PropertyKey[] | null {
  if (!SUSPICIOUS.test(text)) return null;
  const open: Open[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    const inside = open.at(-1);
    if (char === QUOTE) {
      const end = endOfString(text, at);
      if (inside && !inside.isArray && isKey(text, end)) inside.key = JSON.parse(text.slice(at, end));
      at = end - 1;
    } else if (char === "{" || char === "[") open.push({ key: 0, isArray: char === "[" });
    else if (char === "}" || char === "]") open.pop();
    else if (char === "," && inside?.isArray) inside.key = Number(inside.key) + 1;
    else if (char === "-" || (char >= "0" && char <= "9")) {
      NUMBER.lastIndex = at;
      const token = NUMBER.exec(text)?.[0] ?? char;
      if (isChanged(token)) return open.map(({ key }) => key);
      at += token.length - 1;
    }
  }
  return null;
}

function isChanged(token: string): boolean {
  const read = Number(token);
  return /^-?\d+$/.test(token) ? !Number.isSafeInteger(read) : !Number.isFinite(read);
}

/** Behind the closing quote. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === QUOTE) return at + 1;
  }
  return text.length;
}

function isKey(text: string, from: number): boolean {
  let at = from;
  while (/\s/.test(text.charAt(at))) at += 1;
  return text[at] === ":";
}
