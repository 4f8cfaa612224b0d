/** A part of a text; `href` where it is an address. */
export type TextPart = { at: number; text: string; href: string | null };

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]{1,2000}/g;
/** Of the sentence around the address, not of the address. A bracket is its own when it was opened in it. */
const TRAILING = /[.,;:!?…。]+$/;

/** The parts of a text, in order: http and https addresses apart, everything else as it is. */
export function withAddresses(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  const take = (end: number, href: string | null) => {
    if (end > done) parts.push({ at: done, text: text.slice(done, end), href });
    done = Math.max(done, end);
  };
  for (const found of text.matchAll(ADDRESS)) {
    const address = trimmed(found[0]);
    if (!URL.canParse(address)) continue;
    take(found.index, null);
    take(found.index + address.length, address);
  }
  take(text.length, null);
  return parts;
}

function trimmed(address: string): string {
  const text = address.replace(TRAILING, "");
  const isClosedOnly = text.endsWith(")") && !text.includes("(");
  return isClosedOnly ? text.slice(0, -1).replace(TRAILING, "") : text;
}
