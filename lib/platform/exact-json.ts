import { InvalidError } from "./errors";
import { because } from "./reasons";
import { pointerOf } from "./shape";

/**
 * JSON.parse for foreign input. JSON.parse silently changes integers beyond 2^53 (a foreign id becomes another one) and
 * turns numbers beyond a double's range into Infinity; here they are refused with a pointer. Fractions lose digits
 * beyond a double's, as everywhere in JSON. Throws SyntaxError as JSON.parse does, and InvalidError for such a number.
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

/** Without 16 digits in a row or an exponent of three digits there is no such number. */
const SUSPICIOUS = /\d{16}|[eE]\+?\d{3}/;
const QUOTE = '"';
const NUMBER = /-?\d[\d.eE+-]*/y;

type Open = { key: PropertyKey; isArray: boolean };

/** The path to the first number that JSON.parse would change. The text must be valid JSON. One pass, no recursion. */
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
