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
import { openHome } from "../../stores/home";
import { freePort } from "../../stores/ports";
import { startStores } from "../../stores/start";
import { runningTask } from "../data/testing";
import { startServingProcess } from "./process";
import { download, upload } from "./transfer";

export { download, upload } from "./transfer";

export type Measured = {
  uploadMs: number;
  downloadMs: number;
  /** Of the serving process: before, after the upload, after the download. The last two are peaks. */
  startBytes: number;
  uploadPeakBytes: number;
  peakBytes: number;
  stores: { postgres: string; redis: string };
};

/**
 * One artifact up and down through a serving process on embedded stores, checked at both ends by SHA-256. The client and
 * the object store share this machine, and with it its cores and its disk, with the process that is measured.
 */
export async function measureTransfers(
  sizeBytes: number,
  say: (line: string) => void = () => {},
): Promise<Measured> {
  const parent = join(process.cwd(), ".test");
  mkdirSync(parent, { recursive: true });
  const home = openHome(join(parent, `transfers-${process.pid}`));
  const stores = await startStores({
    home,
    wanted: ["postgres", "redis", "s3"],
    throwAway: true,
    say: () => {},
    log: () => {},
  });
  const env = loadEnv({ ...stores.env, NODE_ENV: "test", GWANJE_LOG_LEVEL: "warn" });
  await migrate(env.DATABASE_URL, readMigrations(join(process.cwd(), "prisma", "migrations")));
  const deps = {
    db: createDb(env.DATABASE_URL),
    redis: createRedis(env.REDIS_URL),
    storage: createStorage(env),
    clock: systemClock,
    log: createLogger("bench", "warn"),
    secret: env.GWANJE_SECRET,
  };
  await deps.storage.ensureBucket();
  const serving = await startServingProcess(await freePort(), {
    DATABASE_URL: env.DATABASE_URL,
    REDIS_URL: env.REDIS_URL,
    S3_ENDPOINT: env.S3_ENDPOINT,
    S3_ACCESS_KEY_ID: env.S3_ACCESS_KEY_ID,
    S3_SECRET_ACCESS_KEY: env.S3_SECRET_ACCESS_KEY,
    GWANJE_SECRET: env.GWANJE_SECRET,
  });
  try {
    const { headers } = await runningTask(deps);
    const target = { url: `${serving.url}/data/artifacts/large.bin`, headers };
    const startBytes = serving.peakBytes();
    say(`sending ${sizeBytes} bytes`);
    const sent = await upload(target, sizeBytes);
    const uploadPeakBytes = serving.peakBytes();
    say(`sent in ${Math.round(sent.ms)} ms; reading them back`);
    const got = await download(target);
    for (const { sha256, sizeBytes: counted } of [sent, got]) {
      if (sha256 !== sent.sent || counted !== sizeBytes)
        throw new Error("What came back is not what was sent");
    }
    const peakBytes = serving.peakBytes();
    return {
      uploadMs: sent.ms,
      downloadMs: got.ms,
      startBytes,
      uploadPeakBytes,
      peakBytes,
      stores: await versions(deps),
    };
  } finally {
    await serving.stop();
    deps.redis.disconnect();
    deps.storage.close();
    await deps.db.close();
    await stores.stop();
  }
}

export async function versions({ db, redis }: Pick<Deps, "db" | "redis">): Promise<Measured["stores"]> {
  const [row] = await poolSql(db.pool).rows<{ version: string }>(
    "SELECT current_setting('server_version') AS version",
  );
  const redisVersion = /redis_version:(\S+)/.exec(await redis.info("server"))?.[1];
  return { postgres: row?.version ?? "unknown", redis: redisVersion ?? "unknown" };
}
