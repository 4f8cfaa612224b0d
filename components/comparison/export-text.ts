import type { Cell } from "@/lib/comparison/schema";
import type { SectionName } from "@/lib/comparison/values";
import type { Line, RunColumn } from "./lines";

type Names = {
  section: (section: SectionName) => string;
  row: (section: SectionName, key: string) => string;
};
const rowsIn = (lines: readonly Line[]) => lines.flatMap((line) => (line.kind === "row" ? [line] : []));

/** The rows that are shown, as a spreadsheet reads them: one column for each run, the baseline first. */
export function comparisonCsv(lines: readonly Line[], columns: readonly RunColumn[]): string {
  const heads = [
    ["section", "name", ...columns.map(({ run }) => run.name)],
    ["run", "id", ...columns.map(({ run }) => run.id)],
  ];
  const body = rowsIn(lines).map(({ section, row }) => [
    section,
    row.key,
    ...columns.map(({ at }) => row.values[at] ?? null),
  ]);
  return [...heads, ...body].map((line) => `${line.map(csvCell).join(",")}\r\n`).join("");
}

/** A text that a spreadsheet would run as a formula begins with a quote. */
function csvCell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The rows that are shown, as a table for an issue or a wiki: a heading and a table for each section. */
export function comparisonMarkdown(
  lines: readonly Line[],
  columns: readonly RunColumn[],
  names: Names & { name: string },
): string {
  const rows = rowsIn(lines);
  const sections = [...new Set(rows.map(({ section }) => section))];
  return sections
    .map((section) => {
      const head = [names.name, ...columns.map(({ run }) => run.name)];
      const body = rows
        .filter((line) => line.section === section)
        .map(({ row }) => [
          names.row(section, row.key),
          ...columns.map(({ at }) => String(row.values[at] ?? "")),
        ]);
      const table = [head, head.map(() => "---"), ...body].map(
        (line) => `| ${line.map(markdownCell).join(" | ")} |`,
      );
      return `## ${names.section(section)}\n\n${table.join("\n")}\n`;
    })
    .join("\n");
}

/** A value stays in its cell and is nothing but text there. */
function markdownCell(text: string): string {
  return text === "---" ? text : text.replaceAll(/[\\`*_[\]<>|#]/g, "\\$&").replaceAll(/\s+/g, " ");
}
