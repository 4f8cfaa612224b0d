import { systemClock } from "@/lib/platform/clock";
import type { Deps } from "@/lib/platform/context";
import { createDb } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { createLogger } from "@/lib/platform/logger";
import { createRedis } from "@/lib/platform/redis";
import { createStorage } from "@/lib/platform/storage";

const KEY = Symbol.for("gwanje.http.deps");
type Holder = { [KEY]?: Deps };

/** One set of connections a process: Next loads this module in several graphs, so they hang on globalThis. */
export function deps(): Deps {
  const holder: Holder = globalThis;
  holder[KEY] ??= connect();
  return holder[KEY];
}

function connect(): Deps {
  const settings = env();
  return {
    db: createDb(settings.DATABASE_URL, settings.GWANJE_DATABASE_POOL),
    redis: createRedis(settings.REDIS_URL),
    storage: createStorage(settings),
    clock: systemClock,
    log: createLogger("web", settings.GWANJE_LOG_LEVEL),
    secret: settings.GWANJE_SECRET,
  };
}
