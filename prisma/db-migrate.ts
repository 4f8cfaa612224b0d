/** npm run db:migrate: applies what is missing to DATABASE_URL, or to the embedded database while it runs. */
import { join } from "node:path";
import { loadSettings } from "@/lib/platform/env";
import { openHome, readStoresEnv } from "@/workers/stores/home";
import { migrate, readMigrations } from "./migrate";

async function main(): Promise<void> {
  const settings = loadSettings();
  const url = settings.DATABASE_URL ?? readStoresEnv(openHome(settings.GWANJE_HOME)).DATABASE_URL;
  if (!url) throw new Error("Set DATABASE_URL, or run npm start first (it applies migrations by itself).");
  const applied = await migrate(url, readMigrations(join(process.cwd(), "prisma", "migrations")));
  console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
