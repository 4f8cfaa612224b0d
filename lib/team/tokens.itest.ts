import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { actorOfApiToken, changeUser, createToken, ROLE_PERMISSIONS, revokeToken } from "./index";
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
