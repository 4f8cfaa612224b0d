import type { Cell, ComparisonRow } from "@/lib/comparison/schema";

export const KINDS = ["params", "metrics", "tags"] as const;
export type Kind = (typeof KINDS)[number];

/** What runs are placed or grouped by: "params.lr" with the value of each run, in the order of the runs. */
export type Column = {
  id: string;
  kind: Kind;
  key: string;
  differs: boolean;
  values: readonly Cell[];
  /** The same as numbers; null where a value is none, and for all of a column of words. */
  numbers: readonly (number | null)[];
  isNumeric: boolean;
};

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
/** Infinities are stored as the greatest double. */
const MOST = 1e300;

/** Parameters are texts; many of them write a number. */
export function numberOf(cell: Cell): number | null {
  const value = typeof cell === "string" && NUMBER.test(cell) ? Number(cell) : cell;
  return typeof value === "number" && Math.abs(value) < MOST ? value : null;
}

/** Numeric where every value there is, but NaN, is a number. */
export function columnOf(kind: Kind, { key, differs, values }: ComparisonRow): Column {
  const given = values.filter((value) => value !== null && value !== "NaN");
  const isNumeric = given.length > 0 && given.every((value) => numberOf(value) !== null);
  return {
    id: `${kind}.${key}`,
    kind,
    key,
    differs,
    values,
    numbers: values.map((value) => (isNumeric ? numberOf(value) : null)),
    isNumeric,
  };
}

/** The word for a value in a group, a cell or on an axis; null where there is none. */
export function wordOf(column: Column, index: number): string | null {
  const value = column.values[index];
  return value === null || value === undefined ? null : String(value);
}
