/** What the database's texts cannot hold: NUL, and halves of surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const UNSTORABLE = /\u0000|\p{Surrogate}/u;
const EVERY_UNSTORABLE = new RegExp(UNSTORABLE, "gu");

export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** The same with a mark in the place of such characters, so that the rest is not lost with them. */
export function storableText(text: string): string {
  return text.replace(EVERY_UNSTORABLE, "\uFFFD");
}

/** At most so long, and never half of a character. */
export function cutText(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}
