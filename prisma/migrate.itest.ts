import { join } from "node:path";
import pg from "pg";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { type Migration, MigrationError, migrate, readMigrations } from "./migrate";
import { diffToModels } from "./schema-engine";
import { withScratchDatabase } from "./scratch-database";

const PRISMA_DIR = join(process.cwd(), "prisma");
const step = (name: string, sql: string): Migration => ({ name, sql, checksum: `sum-${name}-${sql.length}` });

let server: string;
beforeAll(() => {
  server = inject("stores").DATABASE_URL;
});

async function select(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const result = await client.query(sql);
  await client.end();
  return result.rows;
}

describe("migrations", () => {
  test("lead to exactly what the models say", async () => {
    const difference = await withScratchDatabase(server, async (url) => {
      await migrate(url, readMigrations(join(PRISMA_DIR, "migrations")));
      return diffToModels(url, PRISMA_DIR);
    });
    expect(difference).toBe("");
  });

  test("are applied once when several processes start together", async () => {
    await withScratchDatabase(server, async (url) => {
      const steps = [step("1_one", "CREATE TABLE one (id int)"), step("2_two", "CREATE TABLE two (id int)")];
      const applied = await Promise.all([migrate(url, steps), migrate(url, steps), migrate(url, steps)]);
      expect(applied.flat().sort()).toEqual(["1_one", "2_two"]);
      expect(await migrate(url, steps)).toEqual([]);
    });
  });

  test("a failing statement names file and line, and leaves nothing of its migration behind", async () => {
    await withScratchDatabase(server, async (url) => {
      const steps = [
        step("1_good", "CREATE TABLE good (id int)"),
        step("2_bad", "CREATE TABLE half (id int);\n\nINSERT INTO missing VALUES (1);"),
        step("3_never", "CREATE TABLE never (id int)"),
      ];
      const failure = await migrate(url, steps).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(MigrationError);
      expect(String(failure)).toContain('2_bad/migration.sql:3: relation "missing" does not exist');
      const tables = await select(
        url,
        "SELECT relname FROM pg_class WHERE relname IN ('good','half','never')",
      );
      expect(tables).toEqual([{ relname: "good" }]);
      const fixed = [
        step("1_good", "CREATE TABLE good (id int)"),
        step("2_bad", "CREATE TABLE half (id int)"),
      ];
      expect(await migrate(url, fixed)).toEqual(["2_bad"]);
    });
  });

  test("refuse a database of a newer release, and a migration changed after the fact", async () => {
    await withScratchDatabase(server, async (url) => {
      const steps = [step("1_one", "CREATE TABLE one (id int)"), step("2_two", "CREATE TABLE two (id int)")];
      await migrate(url, steps);
      await expect(migrate(url, steps.slice(0, 1))).rejects.toThrow("used by a newer release");
      const edited = [step("1_one", "CREATE TABLE one (id bigint)"), ...steps.slice(1)];
      await expect(migrate(url, edited)).rejects.toThrow("changed after it had been applied");
    });
  });
});
