import { textOf } from "./ansi";

/** A character of two columns, which a row may end after; a word; spaces, which stay at the end of a row. */
const PIECE = /[\u1100-\u{10ffff}]|[^\s\u1100-\u{10ffff}]+|\s+/gu;

/**
 * Rows of a line wrapped between words at so many columns; 0 for an unknown width. An estimate: browsers break after some
 * signs too, and what is drawn is measured.
 */
export function rowsOf(line: string, columns: number): number {
  if (columns <= 0 || (line.length <= columns / 2 && !line.includes("\t"))) return 1;
  let [rows, used] = [1, 0];
  for (const [piece] of textOf(line).matchAll(PIECE)) {
    if (/^\s/.test(piece)) {
      for (const char of piece) used += char === "\t" ? 8 - (used % 8) : 1;
      continue;
    }
    const width = piece >= "\u1100" ? 2 : piece.length;
    if (used > 0 && used + width > columns) [rows, used] = [rows + 1, 0];
    // A word that is longer than a row is cut.
    const more = Math.max(Math.ceil(width / columns) - 1, 0);
    rows += more;
    used += width - more * columns;
  }
  return rows;
}
