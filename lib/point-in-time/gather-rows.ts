import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, rowsOf, text } from "./duck";
import type { GatherJob } from "./schema";

/** What a column may be. Types stand in SQL, and some of them come from files. */
const TYPE =
  /^(?:BOOLEAN|VARCHAR|U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d{1,2},\d{1,2}\)|DATE|TIME|TIMESTAMP(?:_S|_MS|_NS)?|TIMESTAMP WITH TIME ZONE|UUID)(?:\[\])*$/;

/**
 * Writes rows of JSON (an object a line, by the columns' keys) into one parquet file, in the order of the files and of their
 * lines. A value that is not of its column's type fails.
 */
export async function gatherRows(
  connection: DuckDBConnection,
  dir: string,
  { names, columns, output }: GatherJob,
): Promise<number> {
  const odd = columns.find(({ type }) => !TYPE.test(type));
  if (odd) throw new Error(`A column cannot be ${odd.type}`);
  const read = columns.map(({ key, type, isText }) => `${text(key)}: ${text(isText ? "VARCHAR" : type)}`);
  const files = names.map((name) => text(join(dir, name))).join(", ");
  const reader = `read_json([${files}], format = 'newline_delimited', columns = {${read.join(", ")}}, maximum_object_size = 67108864)`;
  const selected = columns.map(({ key, type, isText, name }) => {
    const value = identifier(key);
    return `${isText ? `CAST(${value} AS ${type})` : value} AS ${identifier(name)}`;
  });
  const path = join(dir, output);
  await connection.run(
    `COPY (SELECT ${selected.join(", ")} FROM ${reader}) TO ${text(path)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  const [[count] = []] = await rowsOf(connection, `SELECT count(*)::DOUBLE FROM read_parquet(${text(path)})`);
  return Number(count);
}
