import type { Cell, ComparedRun, Comparison, ComparisonRow } from "@/lib/comparison/schema";
import { SECTIONS, type SectionName } from "@/lib/comparison/values";

export type Line =
  | {
      kind: "section";
      section: SectionName;
      total: number;
      differing: number;
      shown: number;
      isFolded: boolean;
    }
  | { kind: "row"; section: SectionName; row: ComparisonRow };

/** A run with its place in the answer's lists of values. */
export type RunColumn = { run: ComparedRun; at: number };

/** The baseline first, then the others as they were chosen. */
export function columnsOf(runs: readonly ComparedRun[], base: string | null): RunColumn[] {
  const columns = runs.map((run, at) => ({ run, at }));
  const first = columns.find(({ run }) => run.id === base);
  return first ? [first, ...columns.filter((column) => column !== first)] : columns;
}

/** The sections that hold anything, below each other, each under a line of its own. */
export function linesOf(
  sections: Comparison["sections"],
  folded: readonly string[],
  ordered: (rows: readonly ComparisonRow[]) => readonly ComparisonRow[],
): Line[] {
  return SECTIONS.flatMap((section): Line[] => {
    const found = sections[section];
    if (!found || found.rows.length === 0) return [];
    const isFolded = folded.includes(section);
    const { total, differing, rows } = found;
    const head: Line = { kind: "section", section, total, differing, shown: rows.length, isFolded };
    return [head, ...(isFolded ? [] : ordered(rows).map((row): Line => ({ kind: "row", section, row })))];
  });
}

/** How a number differs from the baseline's; null where either is none, or they are the same. */
export function deltaOf(
  value: Cell | undefined,
  base: Cell | undefined,
): { by: number; share: number | null } | null {
  if (typeof value !== "number" || typeof base !== "number" || value === base) return null;
  return { by: value - base, share: base === 0 ? null : (value - base) / Math.abs(base) };
}
