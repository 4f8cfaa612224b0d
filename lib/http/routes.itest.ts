import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { newApiToken } from "@/lib/team/api-token";
import { ROLE_PERMISSIONS } from "@/lib/team/roles";
import { ROLES, type Role } from "@/lib/team/schema";
import { stubEnv, testStores } from "@/lib/testing";
import type { RouteHandler } from "./route";
import { type SignedIn, signedIn } from "./testing";

const stores = testStores();
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const OWN = { "sec-fetch-site": "same-origin" };

const files = readdirSync(join(process.cwd(), "app/api/v1"), { recursive: true, encoding: "utf8" })
  .filter((file) => basename(file) === "route.ts")
  .map((file) => `app/api/v1/${file}`)
  .sort();
const modules = await Promise.all(
  files.map(async (file) => ({ file, exports: await import(join(process.cwd(), file)) })),
);
const routes = modules.flatMap(({ file, exports }) =>
  METHODS.filter((method) => method in exports).map((method) => ({
    name: `${method} ${file}`,
    file,
    method,
    handler: exports[method] as RouteHandler,
  })),
);
const guarded = routes.filter(({ handler }) => handler.declaration?.scope !== "public");

/** Every parameter is an id that does not exist and every body is empty: nothing passes by chance, nothing is harmed. */
function call(handler: RouteHandler, headers: Record<string, string>): Promise<Response> {
  const { method, path } = handler.declaration;
  const params = Object.fromEntries(
    [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name ?? "", "does-not-exist"]),
  );
  const url = `http://localhost:3000${path.replaceAll(/\{\w+\}/g, "does-not-exist")}`;
  const json = method === "GET" ? {} : { "content-type": "application/json" };
  const abort = new AbortController();
  const request = new Request(url, {
    method,
    headers: { host: "localhost:3000", ...json, ...headers },
    ...(method === "GET" || method === "DELETE" ? {} : { body: "{}" }),
    signal: abort.signal,
  });
  return handler(request, { params: Promise.resolve(params) }).finally(() => abort.abort());
}

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
    for (const headers of stale) expect((await call(handler, { ...OWN, ...headers })).status).toBe(401);
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
    // What is answered is what the declaration, and so the API's document, says.
    const { reply } = handler.declaration;
    if (response.ok && reply) expect(reply.safeParse(await response.json()).error).toBeUndefined();
    else await response.body?.cancel();
  });
});
