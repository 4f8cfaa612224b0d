import type { TrainingRunRow } from "@/lib/experiments/schema";
import { keyColumn, runValue } from "./run-columns";

/** The rows and columns that are shown, as a spreadsheet reads them. */
export function csvOf(rows: readonly TrainingRunRow[], chosen: readonly string[]): string {
  const columns = chosen.flatMap((id) => {
    const column = keyColumn(id);
    return column ? [{ id, column }] : [];
  });
  const head = ["id", "name", "status", "started_at", "ended_at", "user", ...columns.map(({ id }) => id)];
  const lines = rows.map((run) => [
    run.id,
    run.name,
    run.status,
    run.started_at,
    run.ended_at,
    run.user,
    ...columns.map(({ column }) => runValue(run, column)),
  ]);
  return [head, ...lines].map((line) => `${line.map(cellOf).join(",")}\r\n`).join("");
}

/** A text that a spreadsheet would run as a formula begins with a quote. */
function cellOf(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function downloadCsv(name: string, rows: readonly TrainingRunRow[], chosen: readonly string[]): void {
  const address = URL.createObjectURL(new Blob([csvOf(rows, chosen)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, "_");
  link.click();
  URL.revokeObjectURL(address);
}
