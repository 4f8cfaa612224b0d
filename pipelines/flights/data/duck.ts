import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/**
 * One thread: tasks share the machine, and floating-point sums must not depend on who came first.
 * No extension is loaded or looked for; files are local (objects are downloaded first).
 */
const SETTINGS = {
  threads: "1",
  memory_limit: "512MB",
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
};

export async function withDuck<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(":memory:", SETTINGS);
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A text as a SQL literal; for COPY, which takes no parameters. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export async function firstRow(connection: DuckDBConnection, sql: string): Promise<Record<string, unknown>> {
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJS();
  return rows[0] ?? {};
}
