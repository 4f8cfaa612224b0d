import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { TEXTS, VALUES } from "@/lib/http/hostile-values";
import { signedIn } from "@/lib/http/testing";
import { newId } from "@/lib/platform/ids";
import { newApiToken } from "@/lib/team/api-token";
import { ROLE_PERMISSIONS } from "@/lib/team/roles";
import { ROLES, type Role } from "@/lib/team/schema";
import { stubEnv, testStores } from "@/lib/testing";
import { PROBE_PATHS } from "../admin/probes";
import { createServingApp } from "./app";
import { runningTask, type Served, serve } from "./data/testing";
import { documented } from "./documented";
import { addressesOf } from "./mount";
import { PROTOCOLS } from "./protocols";

/**
 * Every operation of every protocol that is served, as the API's document lists it: who is let in is what its declaration
 * says, and what is hostile never becomes a failure of ours. A protocol that is added is walked without a line here.
 */
const stores = testStores();
let served: Served;
const tokens = {} as Record<Role, string>;
const worthless: Record<string, string>[] = [{}];
let attempt = "";
const operations = PROTOCOLS.flatMap((protocol) =>
  documented(protocol).map((one) => ({
    ...one,
    name: `${one.method} ${one.path}`,
    ways: typeof protocol.authenticate === "function" ? [] : protocol.authenticate,
  })),
);
type Walked = (typeof operations)[number];

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const basic = (token: string) => ({
  authorization: `Basic ${Buffer.from(`walk:${token}`).toString("base64")}`,
});

type Changes = { expiresAt?: Date; revokedAt?: Date; userId?: null; serviceAccountId?: string };
async function apiToken(role: Role, changes: Changes = {}): Promise<string> {
  const { userId } = await signedIn(stores, role);
  const { token, prefix, hash } = newApiToken("pat");
  const createdAt = stores.clock.now();
  const expiresAt = new Date(createdAt.getTime() + 3_600_000);
  const row = { id: `tok_${hash.slice(0, 26)}`, kind: "pat", name: "walk", prefix, tokenHash: hash };
  const scopes = [...ROLE_PERMISSIONS.admin];
  await stores.db.prisma.apiToken.create({
    data: { ...row, scopes, userId, createdBy: userId, createdAt, expiresAt, ...changes },
  });
  return token;
}

beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  for (const role of ROLES) tokens[role] = await apiToken(role);
  const past = new Date(stores.clock.now().getTime() - 1_000);
  const serviceAccountId = newId("sva");
  await stores.db.prisma.serviceAccount.create({
    data: { id: serviceAccountId, name: "walk", role: "admin", createdBy: "walk", deactivatedAt: past },
  });
  const { cookie } = await signedIn(stores, "admin");
  const stale = [
    newApiToken("pat").token,
    await apiToken("admin", { expiresAt: past }),
    await apiToken("admin", { revokedAt: past }),
    await apiToken("admin", { userId: null, serviceAccountId }),
  ];
  worthless.push({ authorization: "Basic YTpi", cookie });
  for (const token of stale) worthless.push(bearer(token), basic(token));
  attempt = (await runningTask(stores)).token;
});
afterAll(() => served?.close());

const fieldsOf = (schema: z.ZodType | undefined): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

type Sent = {
  headers?: Record<string, string>;
  params?: Readonly<Record<string, string>>;
  query?: string;
  body?: string;
};
const namesOf = ({ path }: Walked) => [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");

/** Where the declaration gives an example it is one that leads on, so that what is hostile gets as far as it can. */
function exampleOf({ params }: Walked, name: string): string {
  const schema = params instanceof z.ZodObject ? params.shape[name] : undefined;
  const examples = schema instanceof z.ZodType ? schema.meta()?.examples : undefined;
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined;
  return typeof example === "string" ? example : "does-not-exist";
}

function ask(operation: Walked, sent: Sent): Promise<Response> {
  const { method, path, bytes, example } = operation;
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(sent.params?.[name] ?? exampleOf(operation, name)),
  );
  const body = sent.body ?? (bytes?.body ? "x" : JSON.stringify(example ?? {}));
  return fetch(`${served.url}${address}${sent.query ? `?${sent.query}` : ""}`, {
    method,
    headers: { "content-type": "application/json", ...sent.headers },
    ...(method === "GET" || method === "HEAD" ? {} : { body }),
  });
}
async function statusOf(operation: Walked, sent: Sent): Promise<number> {
  const response = await ask(operation, sent);
  await response.arrayBuffer();
  return response.status;
}

it("has the routes that are declared, and no other", async () => {
  const plane = { deps: stores, draining: () => false, transfers: served.transfers, maxUploadBytes: 1 };
  const tokens = { actorOf: async () => null, close: () => {} };
  const app = createServingApp({ ...plane, tokens }, { metricsToken: undefined });
  const routes: string[] = [];
  app.addHook("onRoute", ({ method, url, config }) => {
    if (!config?.refuses && !PROBE_PATHS.has(url)) routes.push(`${method} ${url}`);
  });
  await app.ready();
  await app.close();
  const declared = PROTOCOLS.flatMap(({ prefixes, operations: all }) =>
    prefixes.flatMap((prefix) =>
      all.flatMap(({ declaration: { method, path } }) => {
        const address = path.replace(/\{\+\w+\}$/, "*").replaceAll(/\{(\w+)\}/g, ":$1");
        const base = typeof prefix === "string" ? prefix : "";
        return addressesOf(base, address).map((at) => `${method} ${at}`);
      }),
    ),
  );
  expect(routes.sort()).toEqual(declared.sort());
  expect(new Set(declared).size).toBe(declared.length);
});

describe.each(operations)("$name", (operation) => {
  const { method, scope, query, body, example, orAttempt, ways } = operation;
  const reads = method === "GET" || method === "HEAD";

  it.skipIf(!body)("shows a body that it would take", () => {
    expect(body?.safeParse(example).error).toBeUndefined();
  });

  it.skipIf(scope === "public")("refuses who is nobody, and what is no token or one no longer", async () => {
    for (const headers of worthless) expect(await statusOf(operation, { headers })).toBe(401);
  });

  it.skipIf(scope === "public" || !ways.includes("token")).each(ROLES)(
    "lets in exactly those of whom the declaration says so: %s",
    async (role) => {
      const granted: ReadonlySet<string> = ROLE_PERMISSIONS[role];
      const may = scope === "signed-in" || granted.has(scope);
      for (const headers of [bearer(tokens[role]), basic(tokens[role])]) {
        const status = await statusOf(operation, { headers });
        if (may) expect([401, 403, 500]).not.toContain(status);
        else expect(status).toBe(scope === "task-attempt" ? 401 : 403);
      }
    },
  );

  it.skipIf(scope === "public")(
    "takes a cookie for what it says it does: reading, or what a page sends",
    async () => {
      const { cookie } = await signedIn(stores, "admin");
      const status = await statusOf(operation, { headers: { cookie, "sec-fetch-site": "same-origin" } });
      const may = ways.includes(reads ? "session" : "page") && scope !== "task-attempt";
      if (may) expect([401, 403, 500]).not.toContain(status);
      else expect(status).toBe(401);
      if (reads) return;
      for (const headers of [
        { cookie, "sec-fetch-site": "cross-site" },
        { cookie, origin: "http://other" },
        { cookie },
      ])
        expect(await statusOf(operation, { headers: { ...headers } })).toBe(401);
    },
  );

  it.skipIf(scope === "public")("takes a task's own token where it says so", async () => {
    const status = await statusOf(operation, { headers: bearer(attempt) });
    const may = scope === "task-attempt" || scope === "signed-in" || orAttempt;
    if (ways.includes("attempt") && may) expect([401, 403, 500]).not.toContain(status);
    else expect([401, 403]).toContain(status);
  });

  it("answers what is hostile with an error of the caller's, or not at all differently", async () => {
    for (const headers of [bearer(tokens.admin), bearer(attempt)]) {
      for (const name of namesOf(operation))
        for (const text of TEXTS)
          expect(
            await statusOf(operation, { headers, params: { [name]: text } }),
            `${name}: ${text}`,
          ).toBeLessThan(500);
      for (const field of fieldsOf(query))
        for (const text of TEXTS)
          expect(
            await statusOf(operation, { headers, query: new URLSearchParams({ [field]: text }).toString() }),
            `${field}=${text}`,
          ).toBeLessThan(500);
      for (const field of fieldsOf(body))
        for (const value of VALUES) {
          const rest = JSON.stringify({ ...Object(example), [field]: 0 });
          const sent = rest.replace(`${JSON.stringify(field)}:0`, `${JSON.stringify(field)}:${value}`);
          expect(
            await statusOf(operation, { headers, body: sent }),
            `${field}: ${value.slice(0, 60)}`,
          ).toBeLessThan(500);
        }
    }
    expect(Object.prototype).not.toHaveProperty("isAdmin");
  });
});
