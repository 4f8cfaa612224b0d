import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "@/lib/platform/clock";
import type { Deps } from "@/lib/platform/context";
import { createDb, poolSql } from "@/lib/platform/db";
import { loadEnv } from "@/lib/platform/env";
import { createLogger } from "@/lib/platform/logger";
import { createRedis } from "@/lib/platform/redis";
import { createStorage } from "@/lib/platform/storage";
import { migrate, readMigrations } from "@/prisma/migrate";
import { openHome } from "./home";
import { startStores } from "./start";

export type OwnStores = {
  deps: Deps;
  env: ReturnType<typeof loadEnv>;
  /** Settings for another process on the same stores. */
  settings: Readonly<Record<string, string | undefined>>;
  versions(): Promise<StoreVersions>;
  stop(): Promise<void>;
};
export type StoreVersions = { postgres: string; redis: string };

/** Embedded stores of a measurement, migrated and connected. `stop` removes them. */
export async function startOwnStores(name: string): Promise<OwnStores> {
  const parent = join(process.cwd(), ".test");
  mkdirSync(parent, { recursive: true });
  const stores = await startStores({
    home: openHome(join(parent, `${name}-${process.pid}`)),
    wanted: ["postgres", "redis", "s3"],
    throwAway: true,
    say: () => {},
    log: () => {},
  });
  const env = loadEnv({ ...stores.env, NODE_ENV: "test", GWANJE_LOG_LEVEL: "warn" });
  await migrate(env.DATABASE_URL, readMigrations(join(process.cwd(), "prisma", "migrations")));
  const deps: Deps = {
    db: createDb(env.DATABASE_URL),
    redis: createRedis(env.REDIS_URL),
    storage: createStorage(env),
    clock: systemClock,
    log: createLogger("bench", "warn"),
    secret: env.GWANJE_SECRET,
  };
  return {
    deps,
    env,
    settings: stores.env,
    versions: () => versions(deps),
    async stop() {
      deps.redis.disconnect();
      deps.storage.close();
      await deps.db.close();
      await stores.stop();
    },
  };
}

async function versions({ db, redis }: Deps): Promise<StoreVersions> {
  const [row] = await poolSql(db.pool).rows<{ version: string }>(
    "SELECT current_setting('server_version') AS version",
  );
  const redisVersion = /redis_version:(\S+)/.exec(await redis.info("server"))?.[1];
  return { postgres: row?.version ?? "unknown", redis: redisVersion ?? "unknown" };
}
