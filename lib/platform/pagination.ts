import * as z from "zod";
import { InvalidError } from "./errors";
import { Instant } from "./instant";
import { because } from "./reasons";
import { refuseShape } from "./shape";

/** Keyset paging: `limit` 1 to 200, an opaque cursor, and whether there are more rows. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});
const CURSOR_LIMITS = { depth: 1, values: 10 };
export type PageQuery = z.infer<typeof PageQuery>;

export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), next_cursor: z.string().nullable(), has_more: z.boolean() });

export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

export function decodeCursor(cursor: string): (string | number | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    refuseShape(values, CURSOR_LIMITS);
    return z.array(z.union([z.string(), z.number(), z.null()])).parse(values);
  } catch {
    throw badCursor();
  }
}

/** An instant in a cursor, as this API writes it. */
export function cursorInstant(value: string | number | null | undefined): string {
  const instant = Instant.safeParse(value);
  if (!instant.success) throw badCursor();
  return instant.data;
}

/** A text in a cursor that has this form. */
export function cursorText(value: string | number | null | undefined, form: RegExp): string {
  if (typeof value !== "string" || !form.test(value)) throw badCursor();
  return value;
}

function badCursor(): InvalidError {
  const words = "cursor is not one this API gave; start again without it";
  return InvalidError.field("/cursor", words, because("bad_cursor"));
}

/** Pass limit + 1 rows: the extra one only shows that there are more. */
export function toPage<T, R>(
  rows: readonly T[],
  limit: number,
  cursorOf: (row: T) => (string | number | null)[],
  shape: (row: T) => R,
) {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  const more = rows.length > limit;
  return {
    data: kept.map(shape),
    next_cursor: more && last !== undefined ? encodeCursor(cursorOf(last)) : null,
    has_more: more,
  };
}
