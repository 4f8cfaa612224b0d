import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { newApiToken } from "@/lib/team/api-token";
import { ROLE_PERMISSIONS } from "@/lib/team/roles";
import { ROLES, type Role } from "@/lib/team/schema";
import { stubEnv, testStores } from "@/lib/testing";
import type { RouteHandler } from "./route";
import { type SignedIn, signedIn } from "./testing";
import { apiRoutes, callRoute } from "./walk";

const stores = testStores();
const OWN = { "sec-fetch-site": "same-origin" };

const routes = await apiRoutes();
const guarded = routes.filter(({ handler }) => handler.declaration?.scope !== "public");

/** Every parameter is an unknown id and every body is empty, so nothing succeeds by chance or does harm. */
const call = (handler: RouteHandler, headers: Record<string, string>) => callRoute(handler, { headers });

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

type TokenChanges = { expiresAt?: Date; revokedAt?: Date; userId?: null; serviceAccountId?: string };
async function bearer(userId: string, changes: TokenChanges = {}) {
  const { token, prefix, hash } = newApiToken("pat");
  const now = stores.clock.now();
  await stores.db.prisma.apiToken.create({
    data: {
      id: `tok_${hash.slice(0, 26)}`,
      kind: "pat",
      name: "walk",
      prefix,
      tokenHash: hash,
      scopes: [...ROLE_PERMISSIONS.admin],
      userId,
      createdBy: userId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + 3_600_000),
      ...changes,
    },
  });
  return { authorization: `Bearer ${token}` };
}

async function deactivatedAccount(): Promise<string> {
  const id = newId("sva");
  const deactivatedAt = stores.clock.now();
  await stores.db.prisma.serviceAccount.create({
    data: { id, name: id, role: "admin", createdBy: "usr_walk", deactivatedAt },
  });
  return id;
}

beforeAll(() => {
  stubEnv(stores.env);
  globalThis.gwanjeDeps = stores;
});

it("every file of the API exports declared routes whose path is where the file lies", () => {
  expect(routes.length).toBeGreaterThan(10);
  for (const { file, method, handler } of routes) {
    expect(handler.declaration, file).toBeDefined();
    expect(handler.declaration.method, file).toBe(method);
    const path = `/${file.replace(/^app\//, "").replace(/\/route\.ts$/, "")}`;
    expect(handler.declaration.path).toBe(path.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}"));
  }
});

describe.each(guarded)("$name", ({ handler }) => {
  const { method, scope } = handler.declaration;
  let admin: SignedIn;
  beforeAll(async () => {
    admin = await signedIn(stores, "admin");
  });

  it("refuses a caller without a session", async () => {
    const response = await call(handler, OWN);
    expect(response.status).toBe(401);
    expect(await codeOf(response)).toBe("UNAUTHENTICATED");
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });

  it("refuses expired, revoked and invented tokens", async () => {
    const past = new Date(stores.clock.now().getTime() - 1_000);
    const stale = [
      await bearer(admin.userId, { expiresAt: past }),
      await bearer(admin.userId, { revokedAt: past }),
      await bearer(admin.userId, { userId: null, serviceAccountId: await deactivatedAccount() }),
      { authorization: `Bearer ${newApiToken("pat").token}` },
      { authorization: "Basic YTpi", cookie: admin.cookie },
    ];
    // With or without Origin: a program without Origin learns that its token is invalid, too.
    for (const headers of stale)
      for (const from of [OWN, {}]) {
        const response = await call(handler, { ...from, ...headers });
        expect([response.status, await codeOf(response)]).toEqual([401, "UNAUTHENTICATED"]);
      }
  });

  it("refuses a revoked session", async () => {
    const gone = await signedIn(stores, "admin");
    await stores.db.prisma.userSession.update({
      where: { id: gone.ref.sid },
      data: { revokedAt: stores.clock.now() },
    });
    expect((await call(handler, { ...OWN, cookie: gone.cookie })).status).toBe(401);
  });

  it.skipIf(method === "GET")("refuses the cookie from another origin", async () => {
    const others: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://evil.example" },
      {},
    ];
    for (const headers of others) {
      const response = await call(handler, { ...headers, cookie: admin.cookie });
      expect(response.status).toBe(403);
    }
  });

  it.each(ROLES)("lets in exactly those of whom the declaration says so: %s", async (role: Role) => {
    const person = await signedIn(stores, role);
    const may = scope === "signed-in" || scope === "public" || ROLE_PERMISSIONS[role].has(scope);
    const response = await call(handler, { ...OWN, cookie: person.cookie });
    if (may) expect([401, 403, 500]).not.toContain(response.status);
    else expect(response.status).toBe(403);
    // Replies have the status and form of the declaration, from which the API's document is made.
    const { reply } = handler.declaration;
    if (response.ok && reply) expect(reply.safeParse(await response.json()).error).toBeUndefined();
    else await response.body?.cancel();
  });
});
