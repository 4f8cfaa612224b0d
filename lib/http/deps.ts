import { systemClock } from "@/lib/platform/clock";
import type { Deps } from "@/lib/platform/context";
import { createDb } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { createLogger, type Logger } from "@/lib/platform/logger";
import { createRedis } from "@/lib/platform/redis";
import { createStorage } from "@/lib/platform/storage";

declare global {
  var gwanjeDeps: Deps | undefined;
}

/** One set of connections for each process. They are on globalThis, because Next loads this module several times. */
export function deps(): Deps {
  globalThis.gwanjeDeps ??= connect(createLogger("web", env().GWANJE_LOG_LEVEL));
  return globalThis.gwanjeDeps;
}

/** For the process's entry: creates the connections that `deps` returns, and closes them at the end. */
export function connectDeps(log: Logger): Deps & { close(): Promise<void> } {
  const made = connect(log);
  globalThis.gwanjeDeps = made;
  return {
    ...made,
    async close() {
      made.redis.disconnect();
      made.storage.close();
      await made.db.close();
    },
  };
}

function connect(log: Logger): Deps {
  const settings = env();
  return {
    db: createDb(settings.DATABASE_URL, settings.GWANJE_DATABASE_POOL),
    redis: createRedis(settings.REDIS_URL),
    storage: createStorage(settings),
    clock: systemClock,
    log,
    secret: settings.GWANJE_SECRET,
    logStoreUrl: settings.LOG_STORE_URL,
  };
}
