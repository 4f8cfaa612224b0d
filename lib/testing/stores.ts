import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { afterAll, beforeAll, inject } from "vitest";
import type { Deps } from "@/lib/platform/context";
import { createDb } from "@/lib/platform/db";
import { type Env, type EnvSource, loadEnv } from "@/lib/platform/env";
import { createLogger } from "@/lib/platform/logger";
import { createRedis } from "@/lib/platform/redis";
import { createStorage } from "@/lib/platform/storage";
import { dropDatabase, runSql } from "@/prisma/scratch-database";
import { type FakeClock, fakeClock } from "./fake-clock";
import { TEMPLATE_DATABASE } from "./global-setup";

/** Dependencies of verbs and processes, private to one test file. */
export type FileStores = Deps & { clock: FakeClock; env: Env };

const CONNECTIONS = 12;
const NEXT_REDIS_DATABASE = "next-database";

/**
 * Call once at the top of an `.itest.ts`, and read the fields inside tests. The file gets its own clone of the migrated
 * database (0.1 s), Redis database and bucket, which are removed after it.
 */
export function testStores(overrides: EnvSource = {}): FileStores {
  const stores = {} as FileStores;
  let removeDatabase = async () => {};

  beforeAll(async () => {
    const given = inject("stores");
    const id = randomBytes(6).toString("hex");
    const database = `t_${id}`;
    await runSql(given.DATABASE_URL, `CREATE DATABASE ${database} TEMPLATE ${TEMPLATE_DATABASE}`);
    removeDatabase = () => dropDatabase(given.DATABASE_URL, database);
    const env = loadEnv({
      ...given,
      NODE_ENV: "test",
      DATABASE_URL: withPath(given.DATABASE_URL, database),
      REDIS_URL: withPath(given.REDIS_URL, String(await takeRedisDatabase(given.REDIS_URL))),
      S3_BUCKET: `t-${id}`,
      GWANJE_LOG_LEVEL: "silent",
      ...overrides,
    });
    const storage = createStorage(env);
    await storage.ensureBucket();
    const redis = createRedis(env.REDIS_URL);
    await redis.ping().catch(() => new Promise((resolve) => redis.once("ready", resolve)));
    Object.assign(stores, {
      env,
      db: createDb(env.DATABASE_URL, CONNECTIONS),
      redis,
      storage,
      clock: fakeClock(),
      log: createLogger("test", env.GWANJE_LOG_LEVEL),
      secret: env.GWANJE_SECRET,
      logStoreUrl: env.LOG_STORE_URL,
    });
  });

  afterAll(async () => {
    // Reports a failed set-up itself, not a second error.
    if (!("db" in stores)) return;
    await stores.db.close();
    await stores.redis.flushdb().catch(() => {});
    stores.redis.disconnect();
    stores.storage.close();
    await removeDatabase();
  });

  return stores;
}

function withPath(url: string, path: string): string {
  const changed = new URL(url);
  changed.pathname = `/${path}`;
  return changed.href;
}

/** The server assigns the numbers, so parallel files never share one. */
async function takeRedisDatabase(url: string): Promise<number> {
  const redis = new Redis(url);
  const taken = await redis.incr(NEXT_REDIS_DATABASE);
  redis.disconnect();
  return taken;
}
