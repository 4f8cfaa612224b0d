import { rmSync } from "node:fs";
import { type Home, readSecrets, readStoresEnv, type StoresEnv, writeStoresEnv } from "./home";
import type { KeptServer } from "./keep-server";
import { startPostgres } from "./postgres";
import { startRedis } from "./redis";
import { startS3 } from "./s3/start";
import type { StoreContext } from "./store";

export const STORE_NAMES = ["postgres", "redis", "s3"] as const;
export type StoreName = (typeof STORE_NAMES)[number];
export type RunningStores = { env: StoresEnv; stop(): Promise<void> };

type Options = { home: Home; wanted: readonly StoreName[]; throwAway: boolean } & Pick<
  StoreContext,
  "say" | "log"
>;

/** Starts the embedded stores in parallel. When one fails, stops the others before throwing. */
export async function startStores(options: Options): Promise<RunningStores> {
  const { home, wanted } = options;
  const secrets = readSecrets(home);
  const last = readStoresEnv(home);
  const ctx: StoreContext = { ...options, secrets };
  const starts: Record<StoreName, () => Promise<KeptServer>> = {
    postgres: () => startPostgres(ctx),
    redis: () => startRedis(ctx),
    s3: () => startS3(ctx, last.S3_ENDPOINT),
  };
  const results = await Promise.allSettled(wanted.map((name) => starts[name]()));
  const running = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failed = results.find((result) => result.status === "rejected");

  async function stop(): Promise<void> {
    await Promise.all(running.map((server) => server.stop()));
    if (options.throwAway) rmSync(home.dir, { recursive: true, force: true });
  }
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const url = (name: StoreName) => running[wanted.indexOf(name)]?.url;
  const env: StoresEnv = {
    ...(wanted.includes("postgres") ? { DATABASE_URL: url("postgres") } : {}),
    ...(wanted.includes("redis") ? { REDIS_URL: url("redis") } : {}),
    ...(wanted.includes("s3")
      ? {
          S3_ENDPOINT: url("s3"),
          S3_ACCESS_KEY_ID: secrets.s3AccessKeyId,
          S3_SECRET_ACCESS_KEY: secrets.s3SecretAccessKey,
        }
      : {}),
  };
  writeStoresEnv(home, env);
  return { env, stop };
}
