import { mkdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance, DuckDBTypeId, type Json } from "@duckdb/node-api";
import { objects } from "@/lib/sdk/task";
import type { DuckDbJob, FileFormat } from "../sql-job";
import { formatOf } from "../sql-job";
import type { SqlValue } from "../sql-template";
import { JobError } from "./job";
import { jsonNumber, RowCollector } from "./rows";

const READERS: Record<FileFormat, string> = {
  parquet: "read_parquet",
  csv: "read_csv",
  json: "read_json",
};
const COPY_OPTIONS: Record<FileFormat, string> = {
  parquet: "FORMAT parquet, COMPRESSION zstd",
  csv: "FORMAT csv, HEADER",
  json: "FORMAT json",
};
const WIDE_INTEGERS = new Set<DuckDBTypeId>([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
]);

/**
 * Runs a script in an in-memory DuckDB. Inputs are downloaded first and become views; then the engine may only read and
 * write below its folder, loads no extensions, and its settings are locked. Returns `{columns, rows, row_count,
 * truncated, outputs}` of the last statement.
 */
export async function runDuckDb(job: DuckDbJob): Promise<unknown> {
  const dir = join(process.cwd(), "duckdb");
  mkdirSync(join(dir, "in"), { recursive: true });
  mkdirSync(join(dir, "out"));
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    allow_unsigned_extensions: "false",
    temp_directory: join(dir, "spill"),
    memory_limit: `${job.memoryMb}MB`,
    threads: String(Math.min(4, availableParallelism())),
  });
  const connection = await instance.connect();
  await connection.run(`SET allowed_directories = [${text(`${dir}/`)}]`);
  for (const { view, keys } of job.inputs) await addView(connection, dir, view, keys);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
  let last: object = { columns: [], rows: [], row_count: 0, truncated: false };
  for (const [at, statement] of job.statements.entries()) {
    last = await run(connection, statement).catch((error: unknown) => {
      const which = job.statements.length > 1 ? `Statement ${at + 1}: ` : "";
      throw new JobError("sql", `${which}${error instanceof Error ? error.message : String(error)}`);
    });
  }
  return { ...last, outputs: await writeOutputs(connection, dir, job.outputs) };
}

async function addView(
  connection: DuckDBConnection,
  dir: string,
  view: string,
  keys: readonly string[],
): Promise<void> {
  const files: string[] = [];
  let reader = "read_parquet";
  for (const [at, key] of keys.entries()) {
    const format = formatOf(key);
    reader = READERS[format];
    const file = join(dir, "in", `${view}-${at}.${format}`);
    await objects.download(key, file).catch((error: unknown) => {
      throw new JobError("input", `The input ${view} (${key}) could not be read: ${messageOf(error)}`);
    });
    files.push(file);
  }
  const list = files.map(text).join(", ");
  await connection.run(`CREATE VIEW ${name(view)} AS SELECT * FROM ${reader}([${list}])`).catch((error) => {
    throw new JobError("input", `The input ${view} could not be read: ${messageOf(error)}`);
  });
  console.log(`${view}: ${files.length === 1 ? keys[0] : `${files.length} objects`}`);
}

async function run(
  connection: DuckDBConnection,
  statement: { text: string; values: readonly SqlValue[] },
): Promise<object> {
  const startedAt = performance.now();
  const prepared = await connection.prepare(statement.text);
  for (const [at, value] of statement.values.entries()) {
    if (value === null) prepared.bindNull(at + 1);
    else if (typeof value === "string") prepared.bindVarchar(at + 1, value);
    else if (typeof value === "boolean") prepared.bindBoolean(at + 1, value);
    else if (Number.isSafeInteger(value)) prepared.bindBigInt(at + 1, BigInt(value));
    else prepared.bindDouble(at + 1, value);
  }
  const result = await prepared.stream();
  const columns = result.deduplicatedColumnNames().map((column, at) => ({
    name: column,
    type: String(result.columnType(at)),
    wide: WIDE_INTEGERS.has(result.columnTypeId(at)),
  }));
  const collector = new RowCollector();
  for await (const rows of result.yieldRowsJson()) {
    for (const row of rows) {
      const cells = columns.map(({ name: column, wide }, at) => [column, cell(row[at], wide)]);
      collector.add(Object.fromEntries(cells));
    }
  }
  const { rows, count, truncated } = collector;
  console.log(
    `${firstWords(statement.text)}: ${count} rows in ${Math.round(performance.now() - startedAt)} ms`,
  );
  const named = columns.map(({ name: column, type }) => ({ name: column, type }));
  return { columns: named, rows, row_count: count, truncated };
}

async function writeOutputs(connection: DuckDBConnection, dir: string, outputs: DuckDbJob["outputs"]) {
  const written: Record<string, { url: string; rows: number | string; size_bytes: number }> = {};
  for (const { table, key, url, format } of outputs) {
    const file = join(dir, "out", `${table}.${format}`);
    const copy = `COPY (SELECT * FROM ${name(table)}) TO ${text(file)} (${COPY_OPTIONS[format]})`;
    const [row] = await connection
      .runAndReadAll(copy)
      .then((reader) => reader.getRowsJson())
      .catch((error: unknown) => {
        throw new JobError("output", `The output ${table} could not be written: ${messageOf(error)}`);
      });
    await objects.upload(file, key);
    written[table] = { url, rows: jsonNumber(String(row?.[0] ?? 0)), size_bytes: statSync(file).size };
    console.log(`${table}: ${written[table].rows} rows to ${url}`);
  }
  return written;
}

function cell(value: Json | undefined, wide: boolean): unknown {
  return wide && typeof value === "string" ? jsonNumber(value) : (value ?? null);
}

function firstWords(sql: string): string {
  return sql.replace(/\s+/g, " ").slice(0, 60);
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function name(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
