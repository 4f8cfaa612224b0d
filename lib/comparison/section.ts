import type { Cell, ComparisonSection } from "./schema";
import { MOST_CHARACTERS, MOST_ROWS } from "./values";

/** What each run has, by the name of the row. */
export type Facts = ReadonlyMap<string, string>;
export type Wanted = { onlyDifferences: boolean; search: string };

/** A section of facts that are read into memory, by the rules by which the database makes those of keys. */
export function sectionOf(runs: readonly Facts[], { onlyDifferences, search }: Wanted): ComparisonSection {
  const part = search.toLowerCase();
  const keys = [...new Set(runs.flatMap((facts) => [...facts.keys()]))]
    .filter((key) => key.toLowerCase().includes(part))
    .sort(byName);
  const rows = keys.map((key) => {
    const values = runs.map((facts) => facts.get(key) ?? null);
    return { key, differs: new Set(values).size > 1, values: values.map(shortened) };
  });
  const differing = rows.filter(({ differs }) => differs);
  return {
    total: rows.length,
    differing: differing.length,
    rows: mostTelling(onlyDifferences ? differing : rows),
  };
}

/** Where not all have room, those that differ go first; the answer is by name. */
function mostTelling<T extends { key: string; differs: boolean }>(rows: readonly T[]): T[] {
  if (rows.length <= MOST_ROWS) return [...rows];
  return rows
    .toSorted((one, other) => Number(other.differs) - Number(one.differs))
    .slice(0, MOST_ROWS)
    .sort((one, other) => byName(one.key, other.key));
}

function byName(one: string, other: string): number {
  return one < other ? -1 : 1;
}

function shortened(value: string | null): Cell {
  if (value === null || value.length <= MOST_CHARACTERS) return value;
  return `${[...value.slice(0, MOST_CHARACTERS * 2)].slice(0, MOST_CHARACTERS - 1).join("")}…`;
}
