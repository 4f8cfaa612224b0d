/** Characters that Postgres refuses in text: NUL and half surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const UNSTORABLE = /\u0000|\p{Surrogate}/u;
const EVERY_UNSTORABLE = new RegExp(UNSTORABLE, "gu");

export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** Replaces such characters, so that the rest of the text is kept. */
export function storableText(text: string): string {
  return text.replace(EVERY_UNSTORABLE, "\uFFFD");
}

/** Cuts a text without splitting a character. */
export function cutText(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}
