import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import {
  actorOfApiToken,
  changeUser,
  createToken,
  listTokens,
  ROLE_PERMISSIONS,
  revokeToken,
  rotateToken,
} from "./index";
import type { Role } from "./schema";

const stores = testStores();
const actions = async (action: string) => stores.db.prisma.auditLog.findMany({ where: { action } });

async function member(role: Role) {
  const id = newId("usr");
  return stores.db.prisma.user.create({
    data: { id, email: `${id}@example.test`.toLowerCase(), name: role, role },
  });
}
let adminId = "";
beforeAll(async () => {
  adminId = (await member("admin")).id;
});
const admin = () => testCtx(stores, [...ROLE_PERMISSIONS.admin], { id: adminId });

describe("API tokens", () => {
  it("work until revoked, and are never stored", async () => {
    const made = await createToken(admin(), { name: "ci", scopes: ["runs:read", "team:manage"] });
    const actor = await actorOfApiToken(stores, made.token, "10.0.0.8");
    expect(actor?.permissions.has("team:manage")).toBe(true);
    expect(actor?.permissions.has("audit:read")).toBe(false);
    const everything = JSON.stringify([
      await stores.db.prisma.apiToken.findMany(),
      await actions("token.create"),
    ]);
    expect(everything).not.toContain(made.token);
    await revokeToken(admin(), { id: made.id });
    expect(await actorOfApiToken(stores, made.token, null)).toBeNull();
  });
  it("shrink with their owner's role and end with the owner", async () => {
    const user = await member("editor");
    const carol = testCtx(stores, [...ROLE_PERMISSIONS.editor], { id: user.id });
    const made = await createToken(carol, { name: "ci", scopes: ["runs:write", "runs:read"] });
    await changeUser(admin(), { user_id: user.id, role: "viewer" });
    expect([...((await actorOfApiToken(stores, made.token, null))?.permissions ?? [])]).toEqual([
      "runs:read",
    ]);
    await changeUser(admin(), { user_id: user.id, deactivated: true });
    expect(await actorOfApiToken(stores, made.token, null)).toBeNull();
  });
  it("cannot be made with more than one has, and expire", async () => {
    const viewer = testCtx(stores, [...ROLE_PERMISSIONS.viewer], { id: adminId });
    await expect(createToken(viewer, { name: "x", scopes: ["team:manage"] })).rejects.toThrow(/team:manage/);
    await expect(createToken(admin(), { name: "x", scopes: ["everything"] })).rejects.toThrow(
      /unknown entries: everything/,
    );
    const made = await createToken(admin(), { name: "short", scopes: ["runs:read"], expires_in_days: 1 });
    stores.clock.advance(25 * 3_600_000);
    expect(await actorOfApiToken(stores, made.token, null)).toBeNull();
  });
});

describe("rotation", () => {
  const HOUR_MS = 3_600_000;
  const works = async (token: string) => (await actorOfApiToken(stores, token, "10.0.0.9")) !== null;
  const person = async (role: Role = "editor") => {
    const { id } = await member(role);
    return { id, ctx: testCtx(stores, [...ROLE_PERMISSIONS[role]], { id }) };
  };

  it("gives a successor of the same kind, and the old one works for 24 hours more", async () => {
    const { ctx } = await person();
    const old = await createToken(ctx, { name: "ci", scopes: ["runs:read"], expires_in_days: 30 });
    stores.clock.advance(10 * 24 * HOUR_MS);
    const next = await rotateToken(ctx, { id: old.id });
    expect(next).toMatchObject({ name: "ci", scopes: ["runs:read"], replaced_by: null });
    expect(Date.parse(next.expires_at) - Date.parse(next.created_at)).toBe(30 * 24 * HOUR_MS);
    expect([await works(old.token), await works(next.token)]).toEqual([true, true]);
    expect((await listTokens(ctx, {})).data).toMatchObject([
      { id: next.id, replaced_by: null, last_used_ip: "10.0.0.9" },
      { id: old.id, replaced_by: next.id },
    ]);
    stores.clock.advance(24 * HOUR_MS);
    expect([await works(old.token), await works(next.token)]).toEqual([false, true]);
    expect((await listTokens(ctx, {})).data.map((row) => row.id)).toEqual([next.id]);
    const rows = (await actions("token.rotate")).filter((row) => row.targetId === old.id);
    expect(rows).toMatchObject([{ before: { replaced_by: null }, after: { replaced_by: next.id } }]);
    expect(JSON.stringify(rows)).not.toContain(next.token);
  });

  it("never makes the old one live longer", async () => {
    const { ctx } = await person();
    const old = await createToken(ctx, { name: "ci", scopes: ["runs:read"], expires_in_days: 1 });
    stores.clock.advance(23 * HOUR_MS);
    await rotateToken(ctx, { id: old.id });
    expect((await listTokens(ctx, {})).data[1]).toMatchObject({ id: old.id, expires_at: old.expires_at });
  });

  it("is refused for a revoked, expired, replaced or foreign token, with the way out", async () => {
    const { ctx } = await person();
    const make = () => createToken(ctx, { name: "ci", scopes: ["runs:read"], expires_in_days: 1 });
    const [revoked, replaced, expired] = [await make(), await make(), await make()];
    await revokeToken(ctx, { id: revoked.id });
    await expect(rotateToken(ctx, { id: revoked.id })).rejects.toThrow(/is revoked\. Make a new one/);
    const { ctx: other } = await person();
    await expect(rotateToken(other, { id: replaced.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await rotateToken(ctx, { id: replaced.id });
    await expect(rotateToken(ctx, { id: replaced.id })).rejects.toThrow(/was replaced already/);
    stores.clock.advance(25 * HOUR_MS);
    await expect(rotateToken(ctx, { id: expired.id })).rejects.toThrow(/has expired\. Make a new one/);
  });

  it("of two at once one succeeds, and one successor is made", async () => {
    const { ctx } = await person();
    const old = await createToken(ctx, { name: "ci", scopes: ["runs:read"] });
    const both = await Promise.allSettled([
      rotateToken(ctx, { id: old.id }),
      rotateToken(ctx, { id: old.id }),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await listTokens(ctx, {})).data).toHaveLength(2);
  });

  it("does not carry over what the role has lost, also when the role comes back", async () => {
    const { id, ctx } = await person();
    const mixed = await createToken(ctx, { name: "ci", scopes: ["runs:read", "runs:write"] });
    const writes = await createToken(ctx, { name: "ci", scopes: ["runs:write"] });
    await changeUser(admin(), { user_id: id, role: "viewer" });
    const viewer = testCtx(stores, [...ROLE_PERMISSIONS.viewer], { id });
    expect((await rotateToken(viewer, { id: mixed.id })).scopes).toEqual(["runs:read"]);
    await expect(rotateToken(viewer, { id: writes.id })).rejects.toThrow(/none of this token's scopes/);
  });
});
