import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type Ctx, systemCtx } from "@/lib/platform/context";
import { createDb } from "@/lib/platform/db";
import { loadEnv, searchPath } from "@/lib/platform/env";
import { createLogger } from "@/lib/platform/logger";
import { createRedis } from "@/lib/platform/redis";
import { createStorage } from "@/lib/platform/storage";
import { migrate, readMigrations } from "@/prisma/migrate";
import { openHome } from "@/workers/stores/home";
import { installTaskTools } from "@/workers/stores/install-packages";
import { startStores } from "@/workers/stores/start";
import { type Processes, startProcesses } from "./processes";

export type Installation = {
  ctx: Ctx;
  processes: Processes;
  servingUrl: string;
  redisPid(): Promise<number>;
  postgresPid(): number;
  logs: string;
  stop(): Promise<void>;
};

/** Its own stores, which it may kill, and the real processes on them. Without web, because triggers use the same verbs. */
export async function startInstallation(root: string, sinkPort: number): Promise<Installation> {
  const home = openHome(join(root, ".test", `faults-${process.pid}`));
  const logs = join(root, ".test", `faults-logs-${process.pid}`);
  const noPipelines = home.path("no-pipelines");
  mkdirSync(noPipelines, { recursive: true });
  await installTaskTools(console.log);
  const stores = await startStores({
    home,
    wanted: ["postgres", "redis", "s3"],
    throwAway: true,
    say: () => {},
    log: () => {},
  });
  const given = {
    ...stores.env,
    NODE_ENV: "test",
    GWANJE_SECRET: randomBytes(32).toString("hex"),
    GWANJE_HOME: home.dir,
    GWANJE_PIPELINES_DIR: noPipelines,
    GWANJE_LOG_LEVEL: "warn",
    GWANJE_SERVING_PORT: String(await freePort()),
    // Lets tasks with their own network reach the sink.
    GWANJE_TASK_PORTS: String(sinkPort),
  };
  const env = loadEnv(given);
  await migrate(env.DATABASE_URL, readMigrations(join(root, "prisma", "migrations")));
  const storage = createStorage(env);
  await storage.ensureBucket();
  const db = createDb(env.DATABASE_URL, 4);
  const redis = createRedis(env.REDIS_URL);
  const log = createLogger("faults", "silent");
  const processes = startProcesses(root, logs, { PATH: searchPath(), ...given });
  return {
    ctx: systemCtx({ db, redis, storage, log, secret: env.GWANJE_SECRET }, "faults"),
    processes,
    servingUrl: env.GWANJE_DATA_URL,
    async redisPid() {
      return Number(/^process_id:(\d+)/m.exec(await redis.info("server"))?.[1]);
    },
    postgresPid: () =>
      Number(readFileSync(home.path("postgres", "data", "postmaster.pid"), "utf8").split("\n")[0]),
    logs,
    async stop() {
      await processes.stop();
      redis.disconnect();
      storage.close();
      await db.close();
      await stores.stop();
      rmSync(home.dir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address ? address.port : 0;
}
