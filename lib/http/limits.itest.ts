import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as exportAuditRows } from "@/app/api/v1/audit/export/route";
import { GET as whoAmI } from "@/app/api/v1/me/route";
import { POST as confirm } from "@/app/api/v1/me/step-up/route";
import { POST as setUp } from "@/app/api/v1/setup/route";
import { POST as createToken } from "@/app/api/v1/tokens/route";
import { POST as createVariable } from "@/app/api/v1/variables/route";
import { newApiToken } from "@/lib/team/api-token";
import { hashPassword } from "@/lib/team/password";
import { ROLE_PERMISSIONS } from "@/lib/team/roles";
import { stubEnv, testStores } from "@/lib/testing";
import { RATES } from "./rate-limit";
import type { RouteHandler } from "./route";
import { type SignedIn, signedIn } from "./testing";

const stores = testStores();
const PASSWORD = "several unrelated words";
let admin: SignedIn;

beforeAll(async () => {
  stubEnv(stores.env);
  globalThis.gwanjeDeps = stores;
});
beforeEach(async () => {
  admin = await signedIn(stores, "admin");
});

function call(handler: RouteHandler, headers: Record<string, string>, body: unknown = {}, search = "") {
  const { method, path } = handler.declaration;
  const request = new Request(`http://localhost:3000${path}${search}`, {
    method,
    headers: { "sec-fetch-site": "same-origin", "content-type": "application/json", ...headers },
    ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
  });
  return handler(request, { params: Promise.resolve({}) });
}

async function bearer() {
  const { token, prefix, hash } = newApiToken("pat");
  const now = stores.clock.now();
  await stores.db.prisma.apiToken.create({
    data: {
      id: `tok_${hash.slice(0, 26)}`,
      kind: "pat",
      name: "limits",
      prefix,
      tokenHash: hash,
      scopes: [...ROLE_PERMISSIONS.admin],
      userId: admin.userId,
      createdBy: admin.userId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + 3_600_000),
    },
  });
  return { authorization: `Bearer ${token}` };
}

describe("a token's calls a minute", () => {
  it("are counted apart for reading and writing, told on each answer, and end in 429 with the way out", async () => {
    const token = await bearer();
    const first = await call(whoAmI, token);
    expect(first.headers.get("x-ratelimit-limit")).toBe(String(RATES.read));
    expect(first.headers.get("x-ratelimit-remaining")).toBe(String(RATES.read - 1));
    for (let i = 0; i < RATES.write; i++) {
      const { status } = await call(createVariable, token, { key: "not a key", value: "" });
      expect(status).toBe(422);
    }
    const refused = await call(createVariable, token, { key: "KEY", value: "" });
    expect(refused.status).toBe(429);
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(0);
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    expect((await call(whoAmI, token)).status).toBe(200);
    stores.clock.advance(wait * 1_000);
    expect((await call(createVariable, token, { key: "KEY", value: "" })).status).toBe(201);
  });

  it("do not concern the console's own pages", async () => {
    const answer = await call(whoAmI, { cookie: admin.cookie });
    expect(answer.headers.has("x-ratelimit-limit")).toBe(false);
  });
});

it("forms before sign-in are ten a minute for an address", async () => {
  const from = (peer: string) => call(setUp, { "x-gwanje-peer": peer }, { token: "guess" });
  for (let i = 0; i < RATES.auth; i++) expect((await from("10.1.1.1")).status).not.toBe(429);
  const refused = await from("10.1.1.1");
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await from("10.1.1.2")).status).not.toBe(429);
});

describe("ten minutes after signing in", () => {
  const make = (headers: Record<string, string>) =>
    call(createToken, headers, { name: "ci", scopes: ["runs:read"] });

  it("a token needs the password again, in this session", async () => {
    await stores.db.prisma.user.update({
      where: { id: admin.userId },
      data: { passwordHash: await hashPassword(PASSWORD) },
    });
    const cookie = { cookie: admin.cookie };
    expect((await make(cookie)).status).toBe(201);
    stores.clock.advance(10 * 60_000);
    const refused = await make(cookie);
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: "STEP_UP_REQUIRED" }]);
    expect((await call(confirm, cookie, { password: "wrong" })).status).toBe(422);
    expect((await make(cookie)).status).toBe(403);
    expect((await call(confirm, cookie, { password: PASSWORD })).status).toBe(204);
    expect((await make(cookie)).status).toBe(201);
    const rows = await stores.db.prisma.auditLog.findMany({
      where: { action: "session.step_up", actorId: admin.userId },
    });
    expect(rows.map((row) => row.outcome).sort()).toEqual(["failed", "success"]);
  });

  it("guessing the password there slows down as on the sign-in page", async () => {
    const guess = () =>
      call(confirm, { cookie: admin.cookie, "x-gwanje-peer": "10.1.1.3" }, { password: "wrong" });
    for (let i = 0; i < 5; i++) expect((await guess()).status).toBe(422);
    expect((await guess()).status).toBe(429);
  });
});

describe("the audit log's export", () => {
  const read = async (search: string) =>
    (await call(exportAuditRows, { cookie: admin.cookie }, undefined, search)).text();

  it("holds every row that the filter lets through, over many pages, as JSON lines and CSV", async () => {
    const at = stores.clock.now();
    await stores.db.prisma.auditLog.createMany({
      data: Array.from({ length: 1_234 }, (_, i) => ({
        id: `aud_export_${String(i).padStart(5, "0")}`,
        at,
        actorType: "user",
        actorName: '=HYPERLINK("x")',
        action: "export.test",
      })),
    });
    const lines = (await read("?action=export.test&format=jsonl")).trim().split("\n");
    expect(new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id)).size).toBe(1_234);
    const csv = (await read("?action=export.test&format=csv")).trim().split("\r\n");
    expect(csv).toHaveLength(1_235);
    expect(csv[1]).toContain(`"'=HYPERLINK(""x"")"`);
    const later = new Date(at.getTime() + 1).toISOString();
    expect(await read(`?action=export.test&format=jsonl&since=${later}`)).toBe("");
    expect((await read(`?action=export.test&format=jsonl&until=${later}`)).trim().split("\n")).toHaveLength(
      1_234,
    );
  });

  it("is the admin's", async () => {
    const editor = await signedIn(stores, "editor");
    expect((await call(exportAuditRows, { cookie: editor.cookie })).status).toBe(403);
  });
});
