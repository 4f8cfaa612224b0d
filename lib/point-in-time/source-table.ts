import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, NULL_TEXT, rowsOf, text } from "./duck";
import { Refused } from "./refused";
import type { Files, SourceRows, WantedColumn } from "./schema";
import { readAs, readTime } from "./typed-column";

const NAMED = 30;

export type ReadFile = { reader: string; types: ReadonlyMap<string, string> };

/** What reads the files, and the type of each column. Names of CSV columns are those of its first line; its values are texts. */
export async function openFiles(
  connection: DuckDBConnection,
  dir: string,
  { format, names, hasMarkedNulls = false }: Files,
): Promise<ReadFile> {
  const list = names.map((name) => text(join(dir, name))).join(", ");
  const nulls = hasMarkedNulls ? `, nullstr = ${text(NULL_TEXT)}, allow_quoted_nulls = false` : "";
  const reader =
    format === "csv"
      ? `read_csv([${list}], header = true, all_varchar = true, delim = ',', quote = '"', union_by_name = true, hive_partitioning = false${nulls})`
      : `read_parquet([${list}], union_by_name = true, hive_partitioning = false)`;
  const described = await rowsOf(connection, `DESCRIBE SELECT * FROM ${reader}`);
  return { reader, types: new Map(described.map(([name, type]) => [String(name), String(type)])) };
}

/**
 * The rows of a source as SQL with columns of our own names: k0, k1, ... (join keys), f0, f1, ... (features), ts and created
 * (microseconds). Throws Refused for a column that is not there or cannot be read as its type.
 */
export function sourceSql(source: SourceRows, file: ReadFile, failures: Failures): string {
  const from = source.name;
  const keys = source.keys.map((key, at) => {
    const read = `${columnSql(key, file, failures, from)}`;
    return `coalesce(${read}, ${failures.add(`${from}: the join key ${key.column} is missing`, read)}) AS k${at}`;
  });
  const features = source.features.map((one, at) => `${columnSql(one, file, failures, from)} AS f${at}`);
  const ts = timeSql(source.timestampField, file, failures, from);
  const missing = failures.add(`${from}: ${source.timestampField} is missing`, ts);
  const created = source.createdField ? timeSql(source.createdField, file, failures, from) : "NULL::BIGINT";
  const all = [...keys, ...features, `coalesce(${ts}, ${missing}) AS ts`, `${created} AS created`];
  return `SELECT ${all.join(", ")} FROM ${file.reader}`;
}

export function columnSql(
  { column, type }: WantedColumn,
  file: ReadFile,
  failures: Failures,
  from: string,
): string {
  const held = typeOf(column, file, from);
  const sql = identifier(column);
  const fails = failures.add(`${from}: ${column} has a value that is no ${type}`, sql);
  const read = readAs({ sql, type: held, fails }, type);
  if (read) return read;
  const hint = held === "VARCHAR" && /^BYTES|_LIST$/.test(type) ? " Lists and bytes need parquet." : "";
  throw new Refused(`${from}: the column ${column} is ${held}, which cannot be read as ${type}.${hint}`);
}

export function timeSql(column: string, file: ReadFile, failures: Failures, from: string): string {
  const held = typeOf(column, file, from);
  const sql = identifier(column);
  const read = readTime({
    sql,
    type: held,
    fails: failures.add(`${from}: ${column} has a value that is no time`, sql),
  });
  if (read) return read;
  throw new Refused(
    `${from}: the column ${column} is ${held}, which is no time. Write timestamps, or ISO 8601 text.`,
  );
}

function typeOf(column: string, { types }: ReadFile, from: string): string {
  const type = types.get(column);
  if (type !== undefined) return type;
  const known = [...types.keys()];
  const more = known.length > NAMED ? ", …" : "";
  throw new Refused(
    `${from}: there is no column ${JSON.stringify(column)} in the files. There are: ${known.slice(0, NAMED).join(", ")}${more}.`,
  );
}

/** The texts of the errors that a statement raises. SQL holds their numbers only, so that no name of a user stands in it. */
export class Failures {
  readonly #words: string[] = [];

  /** SQL that raises, with the value of `shown`. */
  add(words: string, shown: string): string {
    this.#words.push(words);
    return `error('#${this.#words.length - 1}#' || coalesce(left(CAST(${shown} AS VARCHAR), 60), ''))`;
  }

  /** For what DuckDB raised. */
  refusal(error: unknown): Refused | null {
    const [, at, value] = /#(\d+)#([\s\S]*)/.exec(error instanceof Error ? error.message : "") ?? [];
    const words = this.#words[Number(at)];
    return words === undefined ? null : new Refused(value ? `${words}: ${value}` : words);
  }
}
