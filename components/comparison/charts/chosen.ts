import type { Column, Kind } from "./columns";

/** Columns of a kind in which the runs differ come first. */
export function firstOf(columns: readonly Column[], wanted: (column: Column) => boolean): Column[] {
  const found = columns.filter(wanted);
  return [...found.filter(({ differs }) => differs), ...found.filter(({ differs }) => !differs)];
}

const isOfKind = (kind: Kind) => (column: Column) => column.kind === kind;
const SYSTEM = "system/";
export const isOutcome = (column: Column) =>
  column.kind === "metrics" && column.isNumeric && !column.key.startsWith(SYSTEM);

/** The column of the URL, or the first that suits. */
export function chosen(
  columns: readonly Column[],
  id: string | null,
  suits: (column: Column) => boolean,
  but: readonly (Column | undefined)[] = [],
): Column | undefined {
  return (
    columns.find((column) => column.id === id) ??
    firstOf(columns, suits).find((column) => !but.includes(column)) ??
    firstOf(columns, suits)[0]
  );
}

const USUAL_PARAMS = 6;

/** Parameters that differ, and the first metric as the last axis. */
export function usualAxes(columns: readonly Column[]): string[] {
  const params = columns
    .filter((column) => column.kind === "params" && column.differs)
    .slice(0, USUAL_PARAMS);
  const outcome = firstOf(columns, isOutcome)[0];
  return [...params, ...(outcome ? [outcome] : [])].map(({ id }) => id);
}

export const isParam = isOfKind("params");
/** Few enough values that each has several runs, by which grouping says something. */
export function isCategory(column: Column): boolean {
  if (column.kind === "metrics") return false;
  const given = column.values.filter((value) => value !== null);
  return new Set(given.map(String)).size < given.length;
}
