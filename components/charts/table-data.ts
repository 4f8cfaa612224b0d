/** What a chart shows, in rows: its twin on the page and its CSV file. */
export type TableData = { head: readonly string[]; rows: readonly (readonly (string | number | null)[])[] };

/** A cell that a spreadsheet would read as a formula begins with an apostrophe; a number does not. */
function cellText(cell: string | number | null): string {
  if (cell === null) return "";
  const text =
    typeof cell === "string" && /^[=+\-@\t\r]/.test(cell) && Number.isNaN(Number(cell))
      ? `'${cell}`
      : `${cell}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csvOf({ head, rows }: TableData): string {
  return [head, ...rows].map((row) => `${row.map(cellText).join(",")}\r\n`).join("");
}
