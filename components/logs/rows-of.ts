import { textOf } from "./ansi";

/** Text whose characters each take one column of the font, besides colours. Other text is measured once it is drawn. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Rows of a line wrapped at so many columns; 0 for an unknown width. */
export function rowsOf(line: string, columns: number): number {
  if (columns <= 0 || (line.length <= columns / 2 && !line.includes("\t"))) return 1;
  return Math.max(Math.ceil(widthOf(textOf(line)) / columns), 1);
}

/** Width in columns; an estimate for other text, where Hangul takes nearly two. */
function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += char === "\t" ? 8 - (width % 8) : char < "\u1100" ? 1 : 2;
  return width;
}
