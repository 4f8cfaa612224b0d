import { textOf } from "./ansi";

/** What takes one column of a fixed-width font each, colours aside. Anything else is measured once it is on the screen. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Rows that a line takes when it is broken after so many columns; 0 columns is a width that is not known yet. */
export function rowsOf(line: string, columns: number): number {
  if (columns <= 0 || (line.length <= columns / 2 && !line.includes("\t"))) return 1;
  return Math.max(Math.ceil(widthOf(textOf(line)) / columns), 1);
}

/** In columns. A guess for what is not plain: Hangul and its like take nearly two. */
function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += char === "\t" ? 8 - (width % 8) : char < "\u1100" ? 1 : 2;
  return width;
}
