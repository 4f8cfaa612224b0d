import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import type { JoinKey } from "../keys";
import { unknownName } from "../refusals";
import { joinKeyJson, readJoinKey } from "./entity-key";

/** Values by column, as Feast's clients send rows. */
export type Columns = ReadonlyMap<string, readonly unknown[]>;

export const columnsOf = (columns: Record<string, unknown[]>): Columns => new Map(Object.entries(columns));

/** How many rows there are. Throws when columns differ, and for none or too many. */
export function countRows(columns: Columns, field: string, most: number): number {
  const [first] = columns;
  const rows = first?.[1].length ?? 0;
  if (!first || rows === 0)
    throw InvalidError.field(
      `/${field}`,
      `${field} holds no rows. Give each column at least one value.`,
      because("too_small", { minimum: 1, origin: "array" }),
    );
  if (rows > most)
    throw InvalidError.field(
      `/${field}/${first[0]}`,
      `${field} holds ${rows} rows. Send at most ${most} in one request.`,
      because("too_big", { maximum: most, origin: "array" }),
    );
  for (const [name, values] of columns)
    if (values.length !== rows)
      throw InvalidError.field(
        `/${field}/${name}`,
        `${field}.${name} has ${values.length} values and ${first[0]} has ${rows}. Give each column one value a row.`,
        because("column_length", { expected: rows }),
      );
  return rows;
}

/** The texts of a column of join keys. Throws when it is missing, or for a value that is none. */
export function joinKeyTexts(columns: Columns, { name, type }: JoinKey, field: string): string[] {
  const values = columns.get(name);
  if (!values)
    throw InvalidError.field(
      `/${field}/${name}`,
      `The join key ${name} is missing. Send ${field}.${name}, one ${type} a row.`,
      because("required"),
    );
  return values.map((raw, row) => {
    const read = readJoinKey(type, raw);
    if ("value" in read) return read.value;
    throw wrongValue(field, name, row, type, read.problem);
  });
}

export const joinKeyJsons = ({ type }: JoinKey, texts: readonly string[]): string[] =>
  texts.map((text) => joinKeyJson(type, text));

export function wrongValue(
  field: string,
  column: string,
  row: number,
  expected: string,
  problem: string,
): InvalidError {
  return InvalidError.field(
    `/${field}/${column}/${row}`,
    `${field}.${column}, row ${row}: ${problem}.`,
    because("invalid_type", { expected }),
  );
}

/** Throws for the first column that has no meaning: a name that is misspelt would be a value that is lost. */
export function refuseUnknownColumns(columns: Columns, known: ReadonlySet<string>, field: string): void {
  for (const name of columns.keys())
    if (!known.has(name)) throw unknownName(`/${field}/${name}`, "column", name, [...known]);
}
