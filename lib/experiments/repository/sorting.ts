import type { Binds } from "@/lib/platform/binds";
import { int64 } from "../values";

/**
 * One column that a page is sorted by. Its expression is never null: what may be missing is sorted by a rank of its own
 * before it. `type` is also how a page token's value is read again.
 */
export type SortColumn = { sql: string; type: SortType; descending: boolean };
export type SortType = "int" | "bigint" | "float8" | "text" | "uuid";

/** The columns and the directions, as they follow ORDER BY. */
export function orderSql(columns: readonly SortColumn[]): string {
  return columns.map(({ sql, descending }) => `${sql}${descending ? " DESC" : ""}`).join(", ");
}

/**
 * Rows behind the one that these values are of. Each level repeats its bound outside of the OR, where an index can take it:
 * `a >= 1 AND (a > 1 OR (b <= 2 AND (b < 2 OR ...)))`.
 */
export function behindSql(columns: readonly SortColumn[], values: readonly string[], binds: Binds): string {
  const [column, ...rest] = columns;
  const [value, ...others] = values;
  if (!column || value === undefined) return "false";
  const bound = binds.add(value, column.type);
  const operator = column.descending ? "<" : ">";
  if (rest.length === 0) return `${column.sql} ${operator} ${bound}`;
  return `${column.sql} ${operator}= ${bound} AND (${column.sql} ${operator} ${bound} OR (${behindSql(rest, others, binds)}))`;
}

const FORMS: Readonly<Record<SortType, (text: string) => boolean>> = {
  int: (text) => /^\d{1,3}$/.test(text),
  bigint: (text) => int64(text) !== null,
  float8: (text) =>
    /^-?\d{1,400}(?:\.\d{1,400})?(?:e[+-]?\d{1,3})?$/.test(text) && Number.isFinite(Number(text)),
  text: (text) => !/\0|\p{Surrogate}/u.test(text),
  uuid: (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
};

/** Whether a token's values are ones that the database can read for these columns. */
export function areSortValues(columns: readonly SortColumn[], values: readonly string[]): boolean {
  return columns.length === values.length && columns.every(({ type }, at) => FORMS[type](values[at] ?? ""));
}
