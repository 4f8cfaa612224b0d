import { describe, expect, it } from "vitest";
import { listAudit } from "@/lib/audit-log";
import { systemCtx } from "@/lib/platform/context";
import { seal } from "@/lib/platform/crypto";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import {
  acceptInvite,
  actorOfApiToken,
  changeUser,
  createInvite,
  createToken,
  resolveSession,
  revokeSessions,
  setUpFromSettings,
  setUpTeam,
  signInWithPassword,
} from "./index";
import { ROLE_PERMISSIONS } from "./roles";
import type { Role } from "./schema";
import { startSession } from "./session";

const stores = testStores();
const PASSWORD = "orbit lantern mosaic 7";
const system = () => systemCtx(stores, "test");

async function member(role: Role) {
  const id = newId("usr");
  const user = await stores.db.prisma.user.create({
    data: { id, email: `${id}@example.test`.toLowerCase(), name: role, role },
  });
  return { user, ctx: testCtx(stores, [...ROLE_PERMISSIONS[role]], { id, role, name: role }) };
}

describe("set-up", () => {
  it("works once, with the right token, and the admin can sign in", async () => {
    const input = {
      token: "right",
      team_name: "Seoul",
      name: "Ada",
      email: "Ada@Example.test",
      password: PASSWORD,
      locale: "ko" as const,
      time_zone: "Asia/Seoul",
    };
    await expect(setUpTeam(system(), input, "other")).rejects.toMatchObject({ code: "INVALID" });
    await expect(setUpTeam(system(), input, undefined)).rejects.toMatchObject({ code: "INVALID" });
    const { user_id } = await setUpTeam(system(), input, "right");
    await expect(setUpTeam(system(), input, "right")).rejects.toMatchObject({ code: "NOT_FOUND" });
    const again = { team: "B", name: "B", email: "b@example.test", password: PASSWORD };
    expect(await setUpFromSettings(system(), { ...again, locale: undefined, timeZone: undefined })).toBe(
      false,
    );
    const signedIn = await signInWithPassword(system(), {
      email: "ada@example.test",
      password: PASSWORD,
      userAgent: "test",
    });
    expect(signedIn.userId).toBe(user_id);
    expect(await resolveSession(stores, signedIn)).toMatchObject({ userId: user_id, role: "admin" });
  });
});

it("failed sign-ins are audited and slow down", async () => {
  const { user } = await member("viewer");
  const attempt = () =>
    signInWithPassword(system(), { email: user.email, password: "wrong wrong wrong", userAgent: null });
  for (let i = 0; i < 5; i++) await expect(attempt()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  await expect(attempt()).rejects.toMatchObject({ code: "RATE_LIMITED" });
  const { data } = await listAudit(testCtx(stores), { target: user.id, outcome: "failed" });
  expect(data).toHaveLength(5);
});

it("a revoked session ends with the next request, cached or not", async () => {
  const { user, ctx } = await member("editor");
  const ref = await startSession(stores, user, "password", { userAgent: null, ip: null });
  expect(await resolveSession(stores, ref)).not.toBeNull();
  await revokeSessions(ctx, { id: ref.sid });
  expect(await resolveSession(stores, ref)).toBeNull();
});

it("a session revoked while a request reads it is not remembered as live", async () => {
  const { user, ctx } = await member("editor");
  const ref = await startSession(stores, user, "password", { userAgent: null, ip: null });
  const slow = new Proxy(stores.redis, {
    get(redis, name) {
      if (name !== "set") return Reflect.get(redis, name).bind(redis);
      return async (...args: Parameters<typeof redis.set>) => {
        await revokeSessions(ctx, { id: ref.sid });
        return redis.set(...args);
      };
    },
  });
  await resolveSession({ ...stores, redis: slow }, ref);
  expect(await resolveSession(stores, ref)).toBeNull();
});

it("nothing that is written into Redis raises a role or revives a session", async () => {
  const { user, ctx } = await member("viewer");
  const ref = await startSession(stores, user, "password", { userAgent: null, ip: null });
  const other = await startSession(stores, user, "password", { userAgent: null, ip: null });
  const key = (sid: string) => `gwanje:session:${sid}`;
  expect(await resolveSession(stores, ref)).toMatchObject({ role: "viewer" });
  const genuine = (await stores.redis.get(key(ref.sid))) ?? "";
  expect(genuine).not.toMatch(/viewer|@/);
  const forged = {
    userId: user.id,
    name: "x",
    email: "x@x.test",
    role: "admin",
    sv: ref.sv,
    locale: null,
    timeZone: null,
  };
  for (const text of [
    JSON.stringify({ ...forged, until: Date.now() * 2 }),
    seal("another-secret", key(ref.sid), JSON.stringify({ ...forged, until: Date.now() * 2 })),
    "v1.a.b.c",
    "rubbish",
  ]) {
    await stores.redis.set(key(ref.sid), text);
    expect(await resolveSession(stores, ref)).toMatchObject({ role: "viewer" });
  }
  // A cached entry is useless for another session, and later for its own.
  await revokeSessions(ctx, {});
  await stores.redis.set(key(other.sid), genuine);
  expect(await resolveSession(stores, other)).toBeNull();
  stores.clock.advance(31_000);
  await stores.redis.set(key(ref.sid), genuine);
  expect(await resolveSession(stores, ref)).toBeNull();
});

it("a session ends after 7 days without use", async () => {
  const { user } = await member("viewer");
  const ref = await startSession(stores, user, "password", { userAgent: null, ip: null });
  stores.clock.advance(7 * 24 * 3_600_000 + 1);
  expect(await resolveSession(stores, ref)).toBeNull();
});

describe("invite", () => {
  const join = (link: string, email: string) =>
    acceptInvite(system(), { token: link.slice("/invite/".length), name: "Lin", email, password: PASSWORD });

  it("is good for one person", async () => {
    const { ctx } = await member("admin");
    const { link_path } = await createInvite(ctx, { role: "editor" });
    expect(await join(link_path, "lin@example.test")).toMatchObject({ role: "editor" });
    await expect(join(link_path, "kim@example.test")).rejects.toMatchObject({ code: "INVALID" });
  });
  it("ends after 7 days", async () => {
    const { ctx } = await member("admin");
    const { link_path } = await createInvite(ctx, { role: "viewer" });
    stores.clock.advance(7 * 24 * 3_600_000);
    await expect(join(link_path, "late@example.test")).rejects.toMatchObject({ code: "INVALID" });
  });
  it("is the admin's to make; the refusal is a row", async () => {
    const { ctx, user } = await member("editor");
    await expect(createInvite(ctx, { role: "admin" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { data } = await listAudit(testCtx(stores), { actor: user.id, outcome: "denied" });
    expect(data).toHaveLength(1);
  });
});

describe("API token", () => {
  it("never exceeds its owner's role of the moment", async () => {
    const { ctx, user } = await member("editor");
    const { token, id } = await createToken(ctx, { name: "ci", scopes: ["runs:read", "runs:write"] });
    expect((await actorOfApiToken(stores, token, null))?.permissions.has("runs:write")).toBe(true);
    const stored = await stores.db.prisma.apiToken.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(stored)).not.toContain(token);
    await stores.db.prisma.user.update({ where: { id: user.id }, data: { role: "viewer" } });
    const demoted = await actorOfApiToken(stores, token, null);
    expect([...(demoted?.permissions ?? [])]).toEqual(["runs:read"]);
  });
  it("cannot be given more than its maker may", async () => {
    const { ctx } = await member("viewer");
    await expect(createToken(ctx, { name: "up", scopes: ["runs:write"] })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

it("the last admin with a password stays one beside an admin who came by SSO", async () => {
  await stores.db.prisma.user.updateMany({ data: { role: "viewer" } });
  const [breakGlass, bySso] = [await member("admin"), await member("admin")];
  const password = (id: string, passwordHash: string | null) =>
    stores.db.prisma.user.update({ where: { id }, data: { passwordHash } });
  await password(breakGlass.user.id, "a hash");
  await password(bySso.user.id, null);
  const leave = () => changeUser(bySso.ctx, { user_id: breakGlass.user.id, deactivated: true });
  await expect(leave()).rejects.toThrow(/last admin with a password/);
  await password(bySso.user.id, "a hash");
  expect((await leave()).deactivated_at).not.toBeNull();
});

it("the last admin stays one", async () => {
  await stores.db.prisma.user.updateMany({ data: { role: "viewer" } });
  const { ctx, user } = await member("admin");
  for (const change of [{ role: "viewer" as const }, { deactivated: true }])
    await expect(changeUser(ctx, { user_id: user.id, ...change })).rejects.toMatchObject({
      code: "CONFLICT",
    });
});
