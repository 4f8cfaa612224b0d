import { once } from "node:events";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Ctx, Deps } from "@/lib/platform/context";
import { createDb } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { createBlockingRedis } from "@/lib/platform/redis";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import { newApiToken } from "./api-token";
import {
  changeServiceAccount,
  changeUser,
  createServiceAccount,
  createServiceAccountToken,
  createToken,
  revokeServiceAccountToken,
  revokeToken,
  rotateToken,
} from "./index";
import { ROLE_PERMISSIONS } from "./roles";
import type { Role } from "./schema";
import { createTokenCache, forgetTokensOf } from "./token-cache";

const stores = testStores();
const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

/** A cache whose clock stands still until `pass`, and that counts its statements. */
async function cacheOf(redisUrl = stores.env.REDIS_URL) {
  let [ms, statements] = [0, 0];
  const pool = new Proxy(stores.db.pool, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name === "query") statements += 1;
      return value.bind(target);
    },
  });
  const deps: Deps = { ...stores, db: { ...stores.db, pool } };
  const listener = createBlockingRedis(redisUrl);
  const cache = createTokenCache(deps, listener, () => ms);
  endings.push(cache.close);
  await once(listener, "ready");
  // Bypasses the cache.
  await listener.subscribe("gwanje:tokens");
  return {
    listener,
    permissions: async (token: string) => (await cache.actorOf(token, "10.0.0.1"))?.permissions,
    works: async (token: string) => (await cache.actorOf(token, "10.0.0.1")) !== null,
    /** The number of statements. */
    cost: async (work: () => Promise<unknown>) => {
      const before = statements;
      await work();
      return statements - before;
    },
    pass: (more: number) => {
      ms += more;
    },
  };
}

async function person(role: Role) {
  const id = newId("usr");
  const email = `${id}@example.test`.toLowerCase();
  await stores.db.prisma.user.create({ data: { id, email, name: role, role } });
  return { id, ctx: testCtx(stores, [...ROLE_PERMISSIONS[role]], { id }) };
}
let admin: Ctx;
beforeAll(async () => {
  admin = (await person("admin")).ctx;
});
const tokenOf = (ctx: Ctx) => createToken(ctx, { name: "t", scopes: ["runs:read", "runs:write"] });
async function editorsToken() {
  const owner = await person("editor");
  return { owner, ...(await tokenOf(owner.ctx)) };
}
async function account(role: Role = "editor") {
  const { id } = await createServiceAccount(admin, { name: newId("sva"), role, description: null });
  const made = await createServiceAccountToken(admin, { account_id: id, name: "t", scopes: ["runs:read"] });
  return { id, token: made.token, tokenId: made.id };
}

describe("what it asks the database", () => {
  it("is one look-up in five seconds, however many ask at once, and one note of the use in a minute", async () => {
    const { works, cost, pass } = await cacheOf();
    const { token, id } = await editorsToken();
    const often = (times: number) => Promise.all(Array.from({ length: times }, () => works(token)));
    expect(await cost(async () => expect(await often(20)).not.toContain(false))).toBe(2);
    expect(await cost(() => often(50))).toBe(0);
    pass(4_999);
    expect(await cost(() => often(50))).toBe(0);
    pass(1);
    await waitFor("the note", async () => {
      const row = await stores.db.prisma.apiToken.findUniqueOrThrow({ where: { id } });
      return row.lastUsedIp === "10.0.0.1";
    });
    expect(await cost(() => often(50))).toBe(1);
    stores.clock.advance(60_001);
    expect(await cost(() => often(50))).toBe(1);
  });

  it("is one look-up in two seconds for an invented token, none for what is no token at all", async () => {
    const { works, cost, pass } = await cacheOf();
    const { token } = newApiToken("pat");
    expect(await cost(async () => expect(await works(token)).toBe(false))).toBe(1);
    expect(await cost(() => works(token))).toBe(0);
    pass(2_000);
    expect(await cost(() => works(token))).toBe(1);
    for (const noise of ["", "x", token.slice(0, -1), `${token}0`, "gwj_pat_"])
      expect(await cost(() => works(noise))).toBe(0);
  });

  it("stays the same for valid tokens while a caller invents tokens without end", async () => {
    const { works, cost } = await cacheOf();
    const { token } = await editorsToken();
    await works(token);
    for (let i = 0; i < 11; i++)
      await Promise.all(Array.from({ length: 100 }, () => works(newApiToken("sa").token)));
    expect(await cost(() => works(token))).toBe(0);
  });
});

describe("while its time stands still", () => {
  type Case = { token: string; change: () => Promise<unknown> };
  const CASES: [string, () => Promise<Case>][] = [
    [
      "a token that its owner revokes",
      async () => {
        const { token, id, owner } = await editorsToken();
        return { token, change: () => revokeToken(owner.ctx, { id }) };
      },
    ],
    [
      "the token of a person who is deactivated",
      async () => {
        const { token, owner } = await editorsToken();
        return { token, change: () => changeUser(admin, { user_id: owner.id, deactivated: true }) };
      },
    ],
    [
      "the revoked token of a service account",
      async () => {
        const { id, token, tokenId } = await account();
        return { token, change: () => revokeServiceAccountToken(admin, { account_id: id, id: tokenId }) };
      },
    ],
    [
      "the token of a service account that is deactivated",
      async () => {
        const { id, token } = await account();
        return { token, change: () => changeServiceAccount(admin, { id, deactivated: true }) };
      },
    ],
  ];
  it.each(CASES)("%s is refused at once, in every process", async (_, make) => {
    const caches = [await cacheOf(), await cacheOf()];
    const { token, change } = await make();
    for (const { works } of caches) expect(await works(token)).toBe(true);
    await change();
    for (const { works } of caches) await waitFor("the refusal", async () => !(await works(token)));
  });

  it("a role that changes is what a token may from then on; a service account that is back works again", async () => {
    const { permissions, works } = await cacheOf();
    const { token, owner } = await editorsToken();
    expect([...((await permissions(token)) ?? [])]).toEqual(["runs:read", "runs:write"]);
    await changeUser(admin, { user_id: owner.id, role: "viewer" });
    await waitFor("the role", async () => (await permissions(token))?.has("runs:write") === false);
    expect([...((await permissions(token)) ?? [])]).toEqual(["runs:read"]);
    const robot = await account();
    await changeServiceAccount(admin, { id: robot.id, deactivated: true });
    await waitFor("the refusal", async () => !(await works(robot.token)));
    await changeServiceAccount(admin, { id: robot.id, deactivated: false });
    await waitFor("its return", () => works(robot.token));
  });

  it("the change of one owner costs the others nothing", async () => {
    const { works, cost, listener } = await cacheOf();
    const [mine, other] = [await editorsToken(), await editorsToken()];
    await Promise.all([works(mine.token), works(other.token)]);
    const heard = once(listener, "message");
    await revokeToken(other.owner.ctx, { id: other.id });
    await heard;
    await waitFor("the refusal", async () => !(await works(other.token)));
    expect(await cost(() => works(mine.token))).toBe(0);
  });

  it("expiry counts all the same, also one that a rotation brings nearer", async () => {
    const { works, cost } = await cacheOf();
    const { token, id, owner } = await editorsToken();
    expect(await works(token)).toBe(true);
    await rotateToken(owner.ctx, { id });
    await waitFor("another look-up", async () => (await cost(() => works(token))) > 0);
    stores.clock.advance(24 * 3_600_000 - 1);
    expect(await works(token)).toBe(true);
    stores.clock.advance(1);
    expect(await cost(async () => expect(await works(token)).toBe(false))).toBe(0);
  });

  it("a look-up that was under way when the change was told is not remembered", async () => {
    const { works, cost, listener } = await cacheOf();
    const { token, owner, id } = await editorsToken();
    const asked = await whileHeld(
      stores.db.pool,
      (sql) => sql.rows("LOCK TABLE api_token IN ACCESS EXCLUSIVE MODE"),
      async () => {
        const asking = works(token);
        await waitForLocked(stores.db.pool);
        const told = new Set<string>();
        listener.on("message", (_channel, ownerId) => told.add(ownerId));
        forgetTokensOf(stores, owner.id);
        await waitFor("the message", () => told.has(owner.id));
        return { asking };
      },
    );
    expect(await asked.asking).toBe(true);
    // The note of its use is written beside it, and would be written again by a look-up that comes before it.
    await waitFor("the note", async () => {
      const row = await stores.db.prisma.apiToken.findUniqueOrThrow({ where: { id } });
      return row.lastUsedAt !== null;
    });
    expect(await cost(() => works(token))).toBe(1);
    expect(await cost(() => works(token))).toBe(0);
  });
});

describe("without Redis", () => {
  it("that is silent, a revoked token is refused when its time is up", async () => {
    const door = await openDoor(stores.env.REDIS_URL);
    endings.push(() => door.shut());
    const { works, pass } = await cacheOf(door.url);
    const { token, id, owner } = await editorsToken();
    expect(await works(token)).toBe(true);
    door.hush();
    await revokeToken(owner.ctx, { id });
    pass(4_999);
    expect(await works(token)).toBe(true);
    pass(1);
    expect(await works(token)).toBe(false);
  });

  it("that was away and comes back, everything is asked again", async () => {
    const door = await openDoor(stores.env.REDIS_URL);
    endings.push(() => door.shut());
    const { works } = await cacheOf(door.url);
    const { token, id, owner } = await editorsToken();
    expect(await works(token)).toBe(true);
    await door.shut();
    await revokeToken(owner.ctx, { id });
    expect(await works(token)).toBe(true);
    await door.open();
    await waitFor("the refusal", async () => !(await works(token)));
  });
});

describe("without the database", () => {
  it("a token that was valid goes on for ten minutes more, others are not known", async () => {
    const door = await openDoor(stores.env.DATABASE_URL);
    const db = createDb(door.url, 3);
    endings.push(() => door.shut());
    endings.push(() => db.close());
    let ms = 0;
    const listener = createBlockingRedis(stores.env.REDIS_URL);
    const cache = createTokenCache({ ...stores, db }, listener, () => ms);
    endings.push(cache.close);
    await once(listener, "ready");
    await listener.subscribe("gwanje:tokens");
    const works = async (token: string) => (await cache.actorOf(token, null)) !== null;
    const { token } = await editorsToken();
    const other = await editorsToken();
    await waitFor("the token", () => works(token));
    await door.shut();
    ms = 5_000;
    expect(await works(token)).toBe(true);
    await expect(works(other.token)).rejects.toThrow();
    ms = 604_999;
    expect(await works(token)).toBe(true);
    ms = 605_001;
    await expect(works(token)).rejects.toThrow();
    await door.open();
    await waitFor("the database", () => works(token).catch(() => false));
  });
});
