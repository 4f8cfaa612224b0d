import type { LogLine } from "./schema";

/** Joins the pieces of a line; it is open when the last piece is. */
export function joined(rows: readonly LogLine[]): LogLine[] {
  const lines: LogLine[] = [];
  for (const row of rows) {
    const last = lines.at(-1);
    if (last?.n === row.n) lines[lines.length - 1] = { ...row, t: last.t, m: last.m + row.m };
    else lines.push(row);
  }
  return lines;
}

/** The guarantee: only our writer makes these objects, one LogLine a row. */
export function rowsOf(chunk: string): LogLine[] {
  return chunk
    .split("\n")
    .filter(Boolean)
    .map((row) => JSON.parse(row) as LogLine);
}
