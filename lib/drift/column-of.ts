import type { ColumnProfile } from "@/lib/point-in-time/schema";

/** The column of an input: of its name, or the only one whose name or its own is that behind the view, as in view__feature. */
export function columnOf(name: string, columns: readonly ColumnProfile[]): ColumnProfile | null {
  const same = columns.find((column) => column.name === name);
  if (same) return same;
  const short = (full: string) => full.split("__").at(-1);
  const alike = columns.filter((column) => column.name === short(name) || short(column.name) === name);
  return alike.length === 1 ? (alike[0] ?? null) : null;
}
