import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { UMASK } from "@/lib/platform/lifecycle";
import { migrate, readMigrations } from "@/prisma/migrate";
import { runSql } from "@/prisma/scratch-database";
import { openHome } from "@/workers/stores/home";
import { installTaskTools } from "@/workers/stores/install-packages";
import { startStores } from "@/workers/stores/start";

/** URLs of this run's stores; `TEMPLATE_DATABASE` has every table and no rows. */
export type TestStores = {
  DATABASE_URL: string;
  REDIS_URL: string;
  S3_ENDPOINT: string;
  S3_ACCESS_KEY_ID: string;
  S3_SECRET_ACCESS_KEY: string;
};

declare module "vitest" {
  export interface ProvidedContext {
    stores: TestStores;
    /** Of the project "engines": the server that its leg has started. */
    logStoreUrl: string;
  }
}

export const TEMPLATE_DATABASE = "gwanje_template";

/** Starts and migrates real stores once a run, and removes them with everything in them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // As in our processes: the tasks' users must read files that tests create.
  process.umask(UMASK);
  const parent = join(process.cwd(), ".test");
  mkdirSync(parent, { recursive: true });
  await installTaskTools(() => {});
  const home = openHome(join(parent, `stores-${project.name}-${process.pid}`));
  const { env, stop } = await startStores({
    home,
    wanted: ["postgres", "redis", "s3"],
    throwAway: true,
    say: () => {},
    log: () => {},
  });
  const { DATABASE_URL, REDIS_URL, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = env;
  if (!DATABASE_URL || !REDIS_URL || !S3_ENDPOINT || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) {
    throw new Error("The test stores did not say where they are");
  }
  await runSql(DATABASE_URL, `CREATE DATABASE ${TEMPLATE_DATABASE}`);
  const template = new URL(DATABASE_URL);
  template.pathname = `/${TEMPLATE_DATABASE}`;
  await migrate(template.href, readMigrations(join(process.cwd(), "prisma", "migrations")));
  project.provide("stores", { DATABASE_URL, REDIS_URL, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY });
  return stop;
}
