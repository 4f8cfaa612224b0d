/**
 * Applies prisma/migrations/<name>/migration.sql in the order of their names, each in one transaction together with its
 * row in _prisma_migrations (Prisma's own table and columns). An advisory lock lets any number of processes call this at
 * once: one applies, the others wait and find nothing left to do.
 */
import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

export type Migration = { name: string; sql: string; checksum: string };

/** Names the file and line, and what the database said. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** Any number, the same in every release: "gwanje" and "migrate" as one 64-bit key. */
const LOCK_KEY = "7453010341894021";

const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id varchar(36) PRIMARY KEY,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

export function readMigrations(dir: string): Migration[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(dir, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/**
 * Returns the names of the applied migrations. Throws MigrationError; the database then has the migrations before the
 * failed one.
 */
export async function migrate(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: "gwanje-migrate" });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(${LOCK_KEY})`);
    await client.query(TABLE);
    const done = await client.query<{ migration_name: string; checksum: string }>(
      `SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    );
    const checksums = new Map(done.rows.map((row) => [row.migration_name, row.checksum]));
    refuseForeignHistory(migrations, checksums);
    const due = migrations.filter(({ name }) => !checksums.has(name));
    for (const migration of due) await apply(client, migration);
    return due.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

function refuseForeignHistory(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Set(migrations.map(({ name }) => name));
  const newer = [...applied.keys()].filter((name) => !known.has(name));
  if (newer.length > 0) {
    throw new MigrationError(
      `The database has migrations that this release does not know (${newer.join(", ")}): it was used by a newer release. Start that one, or restore a backup.`,
    );
  }
  const edited = migrations.find(({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum);
  if (edited) {
    throw new MigrationError(
      `prisma/migrations/${edited.name}/migration.sql was changed after it had been applied to this database. Undo the change and write a new migration (npm run db:diff -- NAME).`,
    );
  }
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query("BEGIN");
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw new MigrationError(explain(migration, error), { cause: error });
  }
}

function explain({ name, sql }: Migration, error: unknown): string {
  const where =
    error instanceof pg.DatabaseError && error.position ? `:${lineAt(sql, Number(error.position))}` : "";
  const reason = error instanceof Error ? error.message : String(error);
  return `prisma/migrations/${name}/migration.sql${where}: ${reason}. Nothing of it was applied.`;
}

/** The server counts characters, not bytes, from 1. */
function lineAt(sql: string, position: number): number {
  return [...sql].slice(0, position - 1).filter((character) => character === "\n").length + 1;
}
