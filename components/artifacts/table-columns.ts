import type { ArtifactHead } from "@/lib/artifacts/schema";

export type Table = NonNullable<ArtifactHead["table"]>;
export type TableColumn = { name: string; isNumeric: boolean /** In characters. */; width: number };

const [NARROWEST, WIDEST] = [6, 40];
/** A page draws no more of them. */
export const MOST_COLUMNS = 200;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^(NaN|[+-]?Infinity|[+-]?inf|nan)$/i;

/** Widths by the longest value, so that they stay the same wherever the table is scrolled. */
export function tableColumns({ columns, rows }: Table): TableColumn[] {
  return columns.slice(0, MOST_COLUMNS).map((name, at) => {
    let longest = name.length;
    let numbers = 0;
    let texts = 0;
    for (const row of rows) {
      const value = row[at];
      if (value === null || value === undefined || value === "") continue;
      longest = Math.max(longest, value.length);
      if (NUMBER.test(value)) numbers += 1;
      else texts += 1;
    }
    return {
      name,
      isNumeric: numbers > 0 && texts === 0,
      width: Math.min(WIDEST, Math.max(NARROWEST, longest)),
    };
  });
}
