import { randomUUID } from "node:crypto";
import pg from "pg";

/** A database of its own on the same server, dropped afterwards. The role of `url` needs CREATEDB. */
export async function withScratchDatabase<T>(
  url: string,
  work: (scratchUrl: string) => Promise<T>,
): Promise<T> {
  const name = `scratch_${randomUUID().replaceAll("-", "")}`;
  await runSql(url, `CREATE DATABASE ${name}`);
  const scratch = new URL(url);
  scratch.pathname = `/${name}`;
  try {
    return await work(scratch.href);
  } finally {
    await dropDatabase(url, name);
  }
}

const INSUFFICIENT_PRIVILEGE = "42501";

/**
 * FORCE ends sessions that are left, but refuses where autovacuum is at work, which is no role's. Without FORCE the server ends
 * autovacuum itself, and waits for sessions that are closing.
 */
export async function dropDatabase(url: string, name: string): Promise<void> {
  try {
    await runSql(url, `DROP DATABASE ${name} WITH (FORCE)`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== INSUFFICIENT_PRIVILEGE) throw error;
    await runSql(url, `DROP DATABASE ${name}`);
  }
}

export async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
