import pg from "pg";
import { parseExactJson } from "@/lib/platform/exact-json";
import { tlsOf } from "@/lib/settings/values";
import type { PostgresJob } from "../sql-job";
import type { Statement } from "../sql-template";
import { JobError } from "./job";
import { jsonNumber, type Row, RowCollector } from "./rows";

const CONNECT_TIMEOUT_MS = 15_000;
const INT8 = 20;
const JSON_OID = 114;
const JSONB_OID = 3802;

/**
 * Runs a script on the connection's server in one transaction. Values are protocol parameters. Rows are streamed and
 * only counted beyond the limit, so a large result costs no memory. Returns `{columns, rows, row_count, truncated}` of
 * the last statement.
 */
export async function runPostgres(job: PostgresJob): Promise<unknown> {
  const { host, port, login, database, password, extra } = job.connection;
  const client = new pg.Client({
    host: host ?? "localhost",
    port: port ?? 5432,
    ...(login !== null && { user: login }),
    ...(database !== null && { database }),
    ...(password !== null && { password }),
    ssl: tlsOf(extra.sslmode),
    statement_timeout: job.timeoutMs,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "gwanje",
    types: { getTypeParser },
  });
  // The connection broke between queries; the next query reports it.
  client.on("error", () => {});
  await client.connect().catch((error: unknown) => {
    throw new JobError("unreachable", `${host}:${port ?? 5432}: ${messageOf(error)}`);
  });
  try {
    await client.query("BEGIN");
    let last: object = { columns: [], rows: [], row_count: 0, truncated: false };
    for (const [at, statement] of job.statements.entries()) {
      last = await run(client, statement).catch((error: unknown) => {
        const which = job.statements.length > 1 ? `Statement ${at + 1}: ` : "";
        throw new JobError("sql", `${which}${messageOf(error)}`);
      });
    }
    await client.query("COMMIT");
    return last;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Parses JSON if its numbers are exact, else keeps the text. */
function getTypeParser(oid: number, format?: "text" | "binary") {
  if (oid !== JSON_OID && oid !== JSONB_OID) return pg.types.getTypeParser(oid, format);
  return (text: string): unknown => {
    try {
      return parseExactJson(text);
    } catch {
      return text;
    }
  };
}

function run(client: pg.Client, statement: Statement): Promise<object> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const query = new pg.Query<Row, unknown[]>(statement.text, [...statement.values]);
    const collector = new RowCollector();
    // With a listener for rows and no callback, pg keeps none of them itself.
    query.on("row", (row) => collector.add(row));
    query.on("error", reject);
    query.on("end", (result) => {
      const columns = result.fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }));
      const rows = collector.rows.map((row) => plain(row, columns));
      const count = columns.length > 0 ? collector.count : (result.rowCount ?? 0);
      const first = statement.text.replace(/\s+/g, " ").slice(0, 60);
      console.log(`${first}: ${count} rows in ${Math.round(performance.now() - startedAt)} ms`);
      resolve({
        columns: columns.map(({ name }) => ({ name })),
        rows,
        row_count: count,
        truncated: collector.truncated,
      });
    });
    client.query(query);
  });
}

function plain(row: Row, columns: readonly { name: string; type: number }[]): Row {
  return Object.fromEntries(
    columns.map(({ name, type }) => {
      const value = row[name];
      if (type === INT8 && typeof value === "string") return [name, jsonNumber(value)];
      return [name, Buffer.isBuffer(value) ? value.toString("base64") : value];
    }),
  );
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const position = "position" in error && typeof error.position === "string" ? ` (at ${error.position})` : "";
  return `${error.message}${position}`;
}
