/** A cell of CSV; null where nothing stands, not even quotes. */
export type Cell = string | null;

const QUOTE = '"';

/** The cells of a record. What stands behind a closing quote belongs to the cell, as it does for spreadsheets. */
export function cellsOf(record: string): Cell[] {
  const cells: Cell[] = [];
  let at = 0;
  for (;;) {
    if (record[at] !== QUOTE) {
      const comma = record.indexOf(",", at);
      const end = comma < 0 ? record.length : comma;
      cells.push(end === at ? null : record.slice(at, end));
      if (comma < 0) return cells;
      at = comma + 1;
      continue;
    }
    let text = "";
    let from = at + 1;
    for (;;) {
      const close = record.indexOf(QUOTE, from);
      if (close < 0) {
        text += record.slice(from);
        at = record.length;
        break;
      }
      text += record.slice(from, close);
      at = close + 1;
      if (record[at] !== QUOTE) break;
      text += QUOTE;
      from = at + 1;
    }
    const comma = record.indexOf(",", at);
    cells.push(text + record.slice(at, comma < 0 ? record.length : comma));
    if (comma < 0) return cells;
    at = comma + 1;
  }
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const MANY_DIGITS = /^-?\d{16,}$/;

/**
 * A cell as JSON has it for what the model takes: a number as JSON writes numbers, true or false, a text as it is. What is
 * neither stays a text, which the model's input refuses by its place.
 */
export function jsonOfCell(kind: "text" | "bool" | "number", cell: Cell): unknown {
  if (cell === null || kind === "text") return cell;
  if (kind === "bool") return /^true$/i.test(cell) ? true : /^false$/i.test(cell) ? false : cell;
  if (!NUMBER.test(cell) || MANY_DIGITS.test(cell)) return cell;
  return Number(cell);
}
