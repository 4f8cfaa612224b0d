import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

const MOST_SPILL = "16GB";

/**
 * An engine that reads and writes in one folder, and nowhere else: no network, no extensions, and its settings are locked.
 * Times without a zone are UTC.
 */
export async function openDuck(
  dir: string,
  { memoryMb, threads }: { memoryMb: number; threads: number },
): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
    allow_unsigned_extensions: "false",
    memory_limit: `${memoryMb}MB`,
    threads: String(threads),
    temp_directory: `${dir}/spill`,
    max_temp_directory_size: MOST_SPILL,
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run(`SET allowed_directories = [${text(`${dir}/`)}]`);
  await connection.run("SET enable_external_access = false");
  await connection.run("SET lock_configuration = true");
  return connection;
}

/** Null in our own CSV files, which quote every value. */
export const NULL_TEXT = "\\N";

/** Of names that are our own. */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

export function identifier(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

export async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(sql)).getRowsJson();
}
