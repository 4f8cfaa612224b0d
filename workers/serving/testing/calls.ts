import Fastify, { type FastifyInstance } from "fastify";
import * as z from "zod";
import type { Deps } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { createBlockingRedis } from "@/lib/platform/redis";
import { actorOfApiToken, createTokenCache, type TokenCache } from "@/lib/team";
import { newApiToken } from "@/lib/team/api-token";
import { problemShape } from "../../listener/error-shape";
import { type StoreVersions, startOwnStores } from "../../stores/testing";
import { createServingApp } from "../app";
import { trackTransfers } from "../data/transfers";
import { operation, type Protocol } from "../protocol";

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
  stores: StoreVersions;
  stop(): Promise<void>;
};

/** Servers of this process on embedded stores, with one API token; whoever asks is a thread of its own. */
export async function startCallServers(): Promise<CallServers> {
  const stores = await startOwnStores("calls");
  const { deps, env } = stores;
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
    settings: stores.settings,
    stores: await stores.versions(),
    async stop() {
      await Promise.all(apps.map((app) => app.close()));
      remembered.close();
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
