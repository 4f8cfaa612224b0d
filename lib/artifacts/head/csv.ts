import { PREVIEW_ROWS } from "../values";
import type { ArtifactTable } from "./table";

/**
 * The first rows of a text with one record a line (RFC 4180), the first of which names the columns. With `isCut` the last
 * record may lack its end and is left out. Every character is looked at once.
 */
export function csvTable(text: string, separator: string, isCut: boolean): ArtifactTable {
  const [head = [], ...records] = recordsOf(text, separator, isCut);
  const width = records.reduce((most, record) => Math.max(most, record.length), head.length);
  const columns = Array.from({ length: width }, (_, at) => head[at] ?? "");
  return {
    columns,
    rows: records.slice(0, PREVIEW_ROWS).map((record) => columns.map((_, at) => record[at] ?? null)),
    total_rows: isCut ? null : records.length,
  };
}

function recordsOf(text: string, separator: string, isCut: boolean): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = () => {
    record.push(cell);
    cell = "";
  };
  const endRecord = () => {
    endCell();
    // A blank line is no record.
    if (record.length > 1 || record[0] !== "") records.push(record);
    record = [];
  };
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text.charAt(at + 1) === '"') {
        cell += char;
        at += 1;
      } else isQuoted = false;
    } else if (char === '"' && cell === "") isQuoted = true;
    else if (char === separator) endCell();
    else if (char === "\n") endRecord();
    else if (char !== "\r" || text.charAt(at + 1) !== "\n") cell += char;
  }
  if (!isCut && (cell !== "" || record.length > 0)) endRecord();
  return records;
}
