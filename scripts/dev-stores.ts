/**
 * npm run dev:stores: throw-away stores with a migrated database, for development. Prints what to export; Ctrl-C removes
 * everything. `npm run dev:stores -- --write FILE` also writes the exports to FILE.
 */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { migrate, readMigrations } from "@/prisma/migrate";
import { openHome } from "@/workers/stores/home";
import { startStores } from "@/workers/stores/start";

const stores = await startStores({
  home: openHome(join(process.cwd(), ".test", `dev-${process.pid}`)),
  wanted: ["postgres", "redis", "s3"],
  throwAway: true,
  say: (line) => console.error(line),
  log: () => {},
});
if (stores.env.DATABASE_URL) {
  await migrate(stores.env.DATABASE_URL, readMigrations(join(process.cwd(), "prisma", "migrations")));
}
const exports = Object.entries({ ...stores.env, GWANJE_SECRET: randomBytes(32).toString("hex") })
  .map(([key, value]) => `export ${key}='${value}'`)
  .join("\n");
console.log(exports);
const file = process.argv.indexOf("--write");
if (file > 0) writeFileSync(process.argv[file + 1] ?? "dev.env", `${exports}\n`, { mode: 0o600 });

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stores.stop().then(() => process.exit(0)));
}
