/** A table of texts; a row may have more or fewer cells than there are columns. */
export type CsvTable = { columns: string[]; data: string[][] };

/** RFC 4180 with either line end. Null for a quote that is never closed, and for more rows than these. */
export function parseCsv(text: string, mostRows: number): CsvTable | null {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  const endRow = () => {
    // A line without anything is no row.
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const cell = cellAt(text, at);
    if (!cell) return null;
    row.push(cell.value);
    at = cell.end;
    const isComma = text[at] === ",";
    if (!isComma) endRow();
    else if (at === text.length - 1) {
      row.push("");
      endRow();
    }
    if (rows.length > mostRows + 1) return null;
    at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
  }
  const [columns = [], ...data] = rows;
  return { columns, data };
}

/** The value of a cell and where the comma or line end behind it is. */
function cellAt(text: string, from: number): { value: string; end: number } | null {
  if (text[from] !== '"') {
    const end = endOfPlain(text, from);
    return { value: text.slice(from, end), end };
  }
  const parts: string[] = [];
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return null;
    parts.push(text.slice(at, quote));
    if (text[quote + 1] !== '"') {
      const end = endOfPlain(text, quote + 1);
      return { value: parts.join("") + text.slice(quote + 1, end), end };
    }
    parts.push('"');
    at = quote + 2;
  }
}

function endOfPlain(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "," && text[at] !== "\n" && text[at] !== "\r") at += 1;
  return at;
}
