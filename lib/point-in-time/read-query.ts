import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import pg from "pg";
import { NULL_TEXT } from "./duck";
import { Refused } from "./refused";
import type { QueryJob } from "./schema";

const CONNECT_TIMEOUT_MS = 15_000;
/** Rows that are held at once. */
const FETCHED = 2_000;
const BOOL_OID = 16;

/**
 * Writes what a query of a Postgres database gives as a CSV file, and returns how many rows there are. It runs in a
 * transaction that can write nothing, as the query of a cursor: the server takes one SELECT there and nothing else.
 */
export async function readQuery(dir: string, job: QueryJob): Promise<number> {
  const client = clientOf(job);
  // The connection broke between queries; the next query reports it.
  client.on("error", () => {});
  await client.connect().catch((error: unknown) => {
    throw new Refused(`${job.source}: ${job.connection.host}:${job.connection.port} ${saidBy(error)}`);
  });
  const file = createWriteStream(join(dir, job.output));
  try {
    await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    // A statement with a name goes over the extended protocol, which holds one statement.
    await client.query({ name: "rows", text: `DECLARE rows NO SCROLL CURSOR FOR ${job.query}` });
    const rows = await copy(client, file, job);
    file.end();
    await finished(file);
    return rows;
  } catch (error) {
    if (error instanceof Refused || !(error instanceof pg.DatabaseError)) throw error;
    throw new Refused(`${job.source}: the query fails: ${saidBy(error)}`);
  } finally {
    file.destroy();
    await client.end().catch(() => {});
  }
}

function clientOf({ connection, timeoutMs }: QueryJob): pg.Client {
  const { host, port, login, database, password, sslmode } = connection;
  return new pg.Client({
    host,
    port,
    ...(login !== null && { user: login }),
    ...(database !== null && { database }),
    ...(password !== null && { password }),
    ssl: sslOf(sslmode),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "gwanje features",
    options: `-c default_transaction_read_only=on -c statement_timeout=${timeoutMs} -c TimeZone=UTC -c DateStyle=ISO -c extra_float_digits=3`,
    // Each value as the text that the server sends: what it is to be is decided when the file is read.
    types: { getTypeParser: (oid: number) => (oid === BOOL_OID ? boolText : (text: string) => text) },
  });
}

const boolText = (text: string) => (text === "t" ? "true" : "false");

async function copy(client: pg.Client, file: WriteStream, job: QueryJob): Promise<number> {
  let rows = 0;
  let bytes = 0;
  for (;;) {
    const page = await client.query<(string | null)[]>({
      text: `FETCH ${FETCHED} FROM rows`,
      rowMode: "array",
    });
    const names = page.fields.map(({ name }) => name);
    refuseTwice(job.source, names);
    const lines = [...(rows === 0 && bytes === 0 ? [names] : []), ...page.rows].map(lineOf).join("");
    rows += page.rows.length;
    bytes += Buffer.byteLength(lines);
    if (rows > job.mostRows || bytes > job.mostBytes)
      throw new Refused(
        `${job.source}: the query gives more than ${job.mostRows} rows or ${job.mostBytes} bytes. Let it give fewer.`,
      );
    if (!file.write(lines)) await once(file, "drain");
    if (page.rows.length < FETCHED) return rows;
  }
}

/** Every value is quoted, so that the one without quotes is null. */
const lineOf = (values: readonly (string | null)[]) =>
  `${values.map((value) => (value === null ? NULL_TEXT : `"${value.replaceAll('"', '""')}"`)).join(",")}\n`;

function refuseTwice(source: string, names: readonly string[]): void {
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new Refused(
      `${source}: the query gives two columns ${JSON.stringify(twice)}. Name one of them otherwise.`,
    );
}

/** The modes of libpq; without one the connection is not encrypted. */
function sslOf(mode: string | null): false | { rejectUnauthorized: boolean } {
  if (mode === "verify-full" || mode === "verify-ca") return { rejectUnauthorized: true };
  return mode === "require" ? { rejectUnauthorized: false } : false;
}

const saidBy = (error: unknown) => (error instanceof Error ? error.message : String(error));
