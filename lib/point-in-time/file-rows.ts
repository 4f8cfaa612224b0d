import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, rowsOf } from "./duck";
import { Refused } from "./refused";
import type { FileColumnsJob, FileRowsJob } from "./schema";
import { openFiles } from "./source-table";

/** The columns of files as JSON texts [name, type], in their order. */
export async function* fileColumns(
  connection: DuckDBConnection,
  dir: string,
  { files }: FileColumnsJob,
): AsyncGenerator<{ line: string }> {
  const { types } = await openFiles(connection, dir, files);
  for (const column of types) yield { line: JSON.stringify(column) };
}

const WHOLE = /^U?(?:TINY|SMALL|BIG)INT$|^U?INTEGER$/;
const FRACTION = /^(?:FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/;
const LIST = /^(?:FLOAT|DOUBLE|U?(?:TINY|SMALL|BIG)INT|U?INTEGER|BOOLEAN|VARCHAR)(?:\[\d*\])+$/;

/**
 * Rows in the order of the file, each a JSON array of the columns that are asked for. A value is what JSON would hold of it: a
 * float is the double that it is, and what is no finite number is a text. A column that is asked for `asText` is what DuckDB
 * writes of it, and reads back as the same value.
 */
export async function* fileRows(
  connection: DuckDBConnection,
  dir: string,
  { files, columns }: FileRowsJob,
): AsyncGenerator<{ total: number } | { line: string }> {
  const { reader, types } = await openFiles(connection, dir, files);
  const values = columns.map(({ name, asText }) => {
    const type = types.get(name);
    if (type === undefined) throw new Refused(`There is no column ${JSON.stringify(name)} in the file.`);
    return asText ? `CAST(${identifier(name)} AS VARCHAR)` : jsonSql(name, type);
  });
  const [[count] = []] = await rowsOf(connection, `SELECT count(*)::DOUBLE FROM ${reader}`);
  yield { total: Number(count) };
  const result = await connection.stream(`SELECT json_array(${values.join(", ")})::VARCHAR FROM ${reader}`);
  for await (const rows of result.yieldRowsJson()) for (const [line] of rows) yield { line: String(line) };
}

function jsonSql(name: string, type: string): string {
  const sql = identifier(name);
  if (WHOLE.test(type) || type === "BOOLEAN" || type === "VARCHAR") return sql;
  if (type === "HUGEINT" || type === "UHUGEINT") return `CAST(${sql} AS VARCHAR)`;
  if (FRACTION.test(type)) {
    const double = `CAST(${sql} AS DOUBLE)`;
    return `CASE WHEN isfinite(${double}) THEN to_json(${double}) WHEN ${sql} IS NOT NULL THEN to_json(CAST(${sql} AS VARCHAR)) END`;
  }
  if (LIST.test(type))
    return type.startsWith("FLOAT") ? `CAST(${sql} AS ${type.replace("FLOAT", "DOUBLE")})` : sql;
  throw new Refused(
    `The column ${JSON.stringify(name)} is ${type.slice(0, 100)}, which is no value of a model. Write numbers, booleans, texts or lists of them, or name it among the key columns.`,
  );
}
