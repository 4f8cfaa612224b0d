import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { openDuck, rowsOf } from "./duck";

export const BASE_US = Date.parse("2026-01-01T00:00:00Z") * 1_000;

/** An engine in a folder of its own, which is gone afterwards. */
export async function withFolder<R>(
  work: (folder: {
    dir: string;
    connection: DuckDBConnection;
    file(name: string, select: string): Promise<void>;
    rows(sql: string): Promise<unknown[][]>;
  }) => Promise<R>,
): Promise<R> {
  const dir = await mkdtemp(join(tmpdir(), "gwanje-point-in-time-"));
  const connection = await openDuck(dir, { memoryMb: 256, threads: 1 });
  try {
    return await work({
      dir,
      connection,
      async file(name, select) {
        const form = name.endsWith(".csv") ? "FORMAT csv, HEADER" : "FORMAT parquet";
        await connection.run(`COPY (${select}) TO '${dir}/${name}' (${form})`);
      },
      rows: (sql) => rowsOf(connection, sql),
    });
  } finally {
    connection.closeSync();
    await rm(dir, { recursive: true, force: true });
  }
}

/** SELECT of rows that are written down; without rows the types are still those. */
export function valuesSql(columns: Record<string, string>, rows: readonly (readonly string[])[]): string {
  const types = Object.entries(columns).map(([name, type]) => `CAST(${name} AS ${type}) AS ${name}`);
  const none = `(${Object.keys(columns)
    .map(() => "NULL")
    .join(", ")})`;
  const all = rows.length === 0 ? none : rows.map((row) => `(${row.join(", ")})`).join(", ");
  const filter = rows.length === 0 ? " WHERE false" : "";
  return `SELECT ${types.join(", ")} FROM (VALUES ${all}) AS t(${Object.keys(columns).join(", ")})${filter}`;
}
