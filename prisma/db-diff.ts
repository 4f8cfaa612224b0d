/** npm run db:diff -- NAME: writes the migration that leads from the existing migrations to the models. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadSettings } from "@/lib/platform/env";
import { openHome } from "@/workers/stores/home";
import { startStores } from "@/workers/stores/start";
import { migrate, readMigrations } from "./migrate";
import { diffToModels } from "./schema-engine";
import { withScratchDatabase } from "./scratch-database";

const PRISMA_DIR = join(process.cwd(), "prisma");
const MIGRATIONS_DIR = join(PRISMA_DIR, "migrations");

async function nextMigration(url: string, name: string): Promise<string> {
  const sql = await withScratchDatabase(url, async (scratch) => {
    await migrate(scratch, readMigrations(MIGRATIONS_DIR));
    return diffToModels(scratch, PRISMA_DIR);
  });
  if (sql === "") return "The models and the migrations agree; nothing to write.";
  const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const dir = join(MIGRATIONS_DIR, `${stamp}_${name}`);
  mkdirSync(dir);
  writeFileSync(join(dir, "migration.sql"), `${sql}\n`);
  return `Wrote ${join("prisma", "migrations", `${stamp}_${name}`, "migration.sql")}. Read it before you commit it.`;
}

/** The database of DATABASE_URL serves as a scratch server when it is given; else one is started for the moment. */
async function main(name: string | undefined): Promise<void> {
  if (!name || !/^[a-z0-9_]+$/.test(name)) {
    throw new Error("Usage: npm run db:diff -- NAME   (a-z, 0-9 and _, such as add_run_note)");
  }
  const given = loadSettings().DATABASE_URL;
  if (given) {
    console.log(await nextMigration(given, name));
    return;
  }
  const home = openHome(join(process.cwd(), ".test", `diff-${process.pid}`));
  const stores = await startStores({
    home,
    wanted: ["postgres"],
    throwAway: true,
    say: () => {},
    log: () => {},
  });
  try {
    if (stores.env.DATABASE_URL) console.log(await nextMigration(stores.env.DATABASE_URL, name));
  } finally {
    await stores.stop();
  }
}

main(process.argv[2]).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
