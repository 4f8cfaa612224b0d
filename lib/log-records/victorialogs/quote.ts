/** A string of LogsQL: it reads the escapes of Go, which has all of JSON's, and no halves of characters. */
export function quoted(text: string): string {
  return JSON.stringify(wellFormed(text));
}

/** Text in a regular expression of Go (RE2), where every sign has a backslash. */
export function literalRegex(text: string): string {
  return wellFormed(text).replaceAll(/[\\.+*?()|[\]{}^$]/g, "\\$&");
}

/** Half a character is none. */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "\ufffd");
}
