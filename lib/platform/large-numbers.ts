/** A whole number of 16 digits or more that stands alone: no part of a fraction, no exponent. */
const LARGE = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;
/** Of most texts this is all that is asked: no number of them begins with so many digits. */
const WHOLE_PART = /(?:^|[\s,:[])-?\d{16}/;
const QUOTE = '"';

/**
 * JSON in which whole numbers that a double would change are texts of their digits. Texts are skipped; what stands between them is
 * numbers, words and brackets.
 */
export function quoteLargeNumbers(source: string): string {
  if (!WHOLE_PART.test(source)) return source;
  const parts: string[] = [];
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf(QUOTE, at);
    const between = open < 0 ? source.slice(at) : source.slice(at, open);
    parts.push(between.replaceAll(LARGE, (digits) => QUOTE + digits + QUOTE));
    if (open < 0) break;
    at = endOfText(source, open);
    parts.push(source.slice(open, at));
  }
  return parts.join("");
}

/** What quoteLargeNumbers made of a number, or a text that is no other: 16 digits and more. */
export function isQuotedNumber(raw: unknown): raw is string {
  return typeof raw === "string" && /^-?\d{16,400}$/.test(raw);
}

/** Behind the closing quote of a JSON text: the first one that no backslash stands before, or an even number of them. */
export function endOfText(source: string, open: number): number {
  for (let close = source.indexOf(QUOTE, open + 1); close >= 0; close = source.indexOf(QUOTE, close + 1)) {
    let backslashes = 0;
    while (source[close - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return close + 1;
  }
  return source.length;
}
