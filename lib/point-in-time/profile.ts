import type { DuckDBConnection } from "@duckdb/node-api";
import { identifier, rowsOf } from "./duck";
import { type ColumnProfile, type Files, PROFILED_TEXTS } from "./schema";
import { openFiles } from "./source-table";

/** More rows are counted by a sample of about so many. */
const MOST_ROWS = 1_000_000;
const MOST_COLUMNS = 500;

const NUMBER = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|BOOLEAN)$/;
const TEXT = /^(?:VARCHAR|UUID|ENUM\(.*\))$/s;

/** How the values of each column are spread, one after the other; see ColumnProfile. */
export async function* profileFiles(
  connection: DuckDBConnection,
  dir: string,
  files: Files,
): AsyncGenerator<{ total: number } | { line: string }> {
  const { reader, types } = await openFiles(connection, dir, files);
  const [[rows = 0] = []] = await rowsOf(connection, `SELECT count(*)::DOUBLE FROM ${reader}`);
  yield { total: Number(rows) };
  const sample = sampleSql(Number(rows));
  const read: Read = (value, name) => `(SELECT ${value(identifier(name))} AS v FROM ${reader} ${sample})`;
  for (const [name, type] of [...types].slice(0, MOST_COLUMNS)) {
    const isNumber = files.format === "csv" ? await holdsNumbers(connection, read, name) : NUMBER.test(type);
    const column = { name, kind: isNumber ? "number" : TEXT.test(type) ? "text" : "other" } as const;
    yield { line: JSON.stringify([await profileColumn(connection, read, column)]) };
  }
}

/** Nothing while all rows are counted. */
export function sampleSql(rows: number): string {
  const percent = (100 * MOST_ROWS) / rows;
  return percent < 100 ? `USING SAMPLE ${percent.toFixed(6)} PERCENT (bernoulli, 1)` : "";
}

export async function profileColumn(
  connection: DuckDBConnection,
  read: Read,
  { name, kind }: Pick<ColumnProfile, "name" | "kind">,
): Promise<ColumnProfile> {
  if (kind === "number") return { name, ...(await numberProfile(connection, read, name)) };
  if (kind === "text") return { name, ...(await textProfile(connection, read, name)) };
  const table = read((sql) => sql, name);
  return { name, kind, ...(await counted(connection, table, "v IS NOT NULL")) };
}

/** SQL of a table with one column v, made of a column of the files. */
export type Read = (value: (sql: string) => string, name: string) => string;

/** A CSV file has texts only: a column whose every value is a number holds numbers. */
async function holdsNumbers(connection: DuckDBConnection, read: Read, name: string): Promise<boolean> {
  const table = read((sql) => sql, name);
  const [[held, odd] = []] = await rowsOf(
    connection,
    `SELECT count(v)::DOUBLE, (count(v) FILTER (TRY_CAST(v AS DOUBLE) IS NULL))::DOUBLE FROM ${table}`,
  );
  return Number(held) > 0 && Number(odd) === 0;
}

async function counted(connection: DuckDBConnection, table: string, isThere: string) {
  const [[rows, there] = []] = await rowsOf(
    connection,
    `SELECT count(*)::DOUBLE, (count(*) FILTER (${isThere}))::DOUBLE FROM ${table}`,
  );
  return { rows: Number(rows), nulls: Number(rows) - Number(there) };
}

async function numberProfile(connection: DuckDBConnection, read: Read, name: string) {
  const table = read((sql) => `TRY_CAST(${sql} AS DOUBLE)`, name);
  const isThere = "v IS NOT NULL AND isfinite(v)";
  const edges = await rowsOf(
    connection,
    `WITH held AS (SELECT v, count(*) AS c FROM ${table} WHERE ${isThere} GROUP BY v),
     summed AS (SELECT v, c, sum(c) OVER (ORDER BY v) AS reached, sum(c) OVER () AS n, row_number() OVER (ORDER BY v) AS place FROM held)
     SELECT v, (reached - c)::DOUBLE, reached::DOUBLE FROM summed
     WHERE place = 1 OR (100 * reached) // n > (100 * (reached - c)) // n ORDER BY v`,
  );
  return {
    kind: "number" as const,
    ...(await counted(connection, table, isThere)),
    edges: edges.map(([value, below, reached]): [number, number, number] => [
      Number(value),
      Number(below),
      Number(reached),
    ]),
  };
}

async function textProfile(connection: DuckDBConnection, read: Read, name: string) {
  const table = read((sql) => `left(CAST(${sql} AS VARCHAR), ${PROFILED_TEXTS.length})`, name);
  const top = await rowsOf(
    connection,
    `SELECT v, count(*)::DOUBLE AS c FROM ${table} WHERE v IS NOT NULL GROUP BY v ORDER BY c DESC, v LIMIT ${PROFILED_TEXTS.top}`,
  );
  const [[distinct] = []] = await rowsOf(connection, `SELECT count(DISTINCT v)::DOUBLE FROM ${table}`);
  return {
    kind: "text" as const,
    ...(await counted(connection, table, "v IS NOT NULL")),
    top: top.map(([value, count]): [string, number] => [String(value), Number(count)]),
    distinct: Number(distinct),
  };
}
