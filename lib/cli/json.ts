/** A text, or a whole number of 16 digits or more that stands alone: no part of a fraction, no exponent. */
const TEXT_OR_LARGE = /"[^"\\]*(?:\\.[^"\\]*)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/gs;

/** JSON as it came: a number that a double would change is its digits as text, which every field of 64 bits takes. */
export function parseExact(text: string): unknown {
  const source = /\d{16}/.test(text)
    ? text.replaceAll(TEXT_OR_LARGE, (found) => (found.startsWith('"') ? found : `"${found}"`))
    : text;
  return JSON.parse(source);
}
