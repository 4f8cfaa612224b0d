import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Fastify, { type FastifyInstance } from "fastify";
import * as z from "zod";
import { systemClock } from "@/lib/platform/clock";
import type { Deps } from "@/lib/platform/context";
import { createDb } from "@/lib/platform/db";
import { loadEnv } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { createLogger } from "@/lib/platform/logger";
import { createBlockingRedis, createRedis } from "@/lib/platform/redis";
import { createStorage } from "@/lib/platform/storage";
import { actorOfApiToken, createTokenCache, type TokenCache } from "@/lib/team";
import { newApiToken } from "@/lib/team/api-token";
import { migrate, readMigrations } from "@/prisma/migrate";
import { problemShape } from "../../listener/error-shape";
import { openHome } from "../../stores/home";
import { startStores } from "../../stores/start";
import { createServingApp } from "../app";
import { trackTransfers } from "../data/transfers";
import { operation, type Protocol } from "../protocol";
import { type Measured, versions } from "./measure";

const plain = { method: "GET", summary: "Nothing.", reply: z.object({ ok: z.boolean() }) } as const;
const nothing = async () => ({ ok: true });

/** A protocol that does nothing, so that what is measured is what stands around each operation. */
const noop: Protocol = {
  name: "noop",
  prefixes: ["/noop"],
  authenticate: ["token"],
  errorShape: problemShape,
  limits: { bodyBytes: 1, decompressedBytes: 1, inFlight: 10_000, timeoutMs: 60_000 },
  operations: [
    operation({ ...plain, path: "/public", scope: "public" }, nothing),
    operation({ ...plain, path: "/known", scope: "runs:read" }, nothing),
  ],
};

export type CallServers = {
  headers: Record<string, string>;
  /** The same answer from Fastify alone, and from our protocol with token look-ups that are remembered and that are not. */
  ports: { bare: number; remembered: number; asked: number };
  /** For this process, which reads them with the first call. */
  settings: Readonly<Record<string, string | undefined>>;
  stores: Measured["stores"];
  stop(): Promise<void>;
};

/** Servers of this process on embedded stores, with one API token; whoever asks is a thread of its own. */
export async function startCallServers(): Promise<CallServers> {
  const parent = join(process.cwd(), ".test");
  mkdirSync(parent, { recursive: true });
  const stores = await startStores({
    home: openHome(join(parent, `calls-${process.pid}`)),
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
  const remembered = createTokenCache(deps, createBlockingRedis(env.REDIS_URL));
  const asked: TokenCache = {
    actorOf: (token, ip) => actorOfApiToken(deps, token, ip),
    close: () => {},
  };
  const serving = (tokens: TokenCache) => {
    const draining = () => false;
    const plane = { deps, draining, tokens, transfers: trackTransfers(draining), maxUploadBytes: 1 };
    return createServingApp(plane, { metricsToken: undefined }, [noop]);
  };
  const bare = Fastify();
  bare.get("/noop/known", nothing);
  const apps = [bare, serving(remembered), serving(asked)] as const;
  const [first, second, third] = await Promise.all([portOf(apps[0]), portOf(apps[1]), portOf(apps[2])]);
  const token = await makeToken(deps);
  return {
    headers: { authorization: `Bearer ${token}` },
    ports: { bare: first, remembered: second, asked: third },
    settings: stores.env,
    stores: await versions(deps),
    async stop() {
      await Promise.all(apps.map((app) => app.close()));
      remembered.close();
      deps.redis.disconnect();
      deps.storage.close();
      await deps.db.close();
      await stores.stop();
    },
  };
}

async function portOf(app: FastifyInstance): Promise<number> {
  return Number(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port);
}

async function makeToken({ db, clock }: Deps): Promise<string> {
  const userId = newId("usr");
  await db.prisma.user.create({
    data: { id: userId, email: "bench@example.test", name: "bench", role: "viewer" },
  });
  const { token, prefix, hash } = newApiToken("pat");
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + 3_600_000);
  const row = {
    id: newId("tok"),
    kind: "pat",
    name: "bench",
    prefix,
    tokenHash: hash,
    scopes: ["runs:read"],
  };
  await db.prisma.apiToken.create({ data: { ...row, userId, createdBy: userId, createdAt, expiresAt } });
  return token;
}
