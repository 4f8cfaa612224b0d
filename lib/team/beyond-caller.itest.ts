import { describe, expect, it } from "vitest";
import { PERMISSIONS, type Permission } from "@/lib/audit";
import type { Actor, Ctx } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import {
  changeServiceAccount,
  changeUser,
  createInvite,
  createPasswordReset,
  createServiceAccount,
  createServiceAccountToken,
} from "./index";
import { ROLE_PERMISSIONS } from "./roles";
import type { Role } from "./schema";

const stores = testStores();
const token = (permissions: readonly Permission[], more: Partial<Actor> = {}): Ctx =>
  testCtx(stores, permissions, { type: "token", id: newId("tok"), ...more });
const everyScope = PERMISSIONS.filter((permission) => permission !== "self:write");

async function member(role: Role) {
  const id = newId("usr");
  await stores.db.prisma.user.create({
    data: { id, email: `${id}@example.test`.toLowerCase(), name: "Kim", role, passwordHash: "x" },
  });
  return id;
}
async function account(role: Role) {
  const { id } = await createServiceAccount(testCtx(stores), { name: newId("sva"), role });
  return id;
}
const state = async (id: string) => ({
  user: await stores.db.prisma.user.findUnique({ where: { id } }),
  account: await stores.db.prisma.serviceAccount.findUnique({ where: { id } }),
});

/** Each creates or changes something with more permissions than a token with only `team:manage` has. */
const ATTACKS: readonly [
  name: string,
  attack: (ctx: Ctx, ids: { admin: string; viewer: string; robot: string }) => Promise<unknown>,
][] = [
  ["invites an admin", (ctx) => createInvite(ctx, { role: "admin" })],
  ["invites a viewer, who reads what it may not", (ctx) => createInvite(ctx, { role: "viewer" })],
  ["makes an admin's new password", (ctx, { admin }) => createPasswordReset(ctx, { user_id: admin })],
  ["makes a viewer's new password", (ctx, { viewer }) => createPasswordReset(ctx, { user_id: viewer })],
  ["makes a viewer an admin", (ctx, { viewer }) => changeUser(ctx, { user_id: viewer, role: "admin" })],
  ["makes an admin a viewer", (ctx, { admin }) => changeUser(ctx, { user_id: admin, role: "viewer" })],
  ["deactivates an admin", (ctx, { admin }) => changeUser(ctx, { user_id: admin, deactivated: true })],
  [
    "makes an account for a program",
    (ctx) => createServiceAccount(ctx, { name: newId("sva"), role: "editor" }),
  ],
  ["raises an account", (ctx, { robot }) => changeServiceAccount(ctx, { id: robot, role: "admin" })],
  ["deactivates an account", (ctx, { robot }) => changeServiceAccount(ctx, { id: robot, deactivated: true })],
  [
    "makes a token with more scopes",
    (ctx, { robot }) =>
      createServiceAccountToken(ctx, {
        account_id: robot,
        name: "x",
        scopes: ["runs:read"],
        expires_in_days: 1,
      }),
  ],
];

describe.each(ATTACKS)("%s", (_, attack) => {
  const people = async () => ({
    admin: await member("admin"),
    viewer: await member("viewer"),
    robot: await account("viewer"),
  });
  it("is not for a token that manages the team and nothing else; it changes nothing and leaves a row", async () => {
    const ids = await people();
    const ctx = token(["team:manage"]);
    const before = await Promise.all(Object.values(ids).map(state));
    await expect(attack(ctx, ids)).rejects.toMatchObject({
      code: "FORBIDDEN",
      extra: { reason: { code: "no_scope" } },
    });
    expect(await Promise.all(Object.values(ids).map(state))).toEqual(before);
    expect(await stores.db.prisma.invite.count({ where: { createdBy: ctx.actor.id } })).toBe(0);
    expect(await stores.db.prisma.passwordReset.count({ where: { createdBy: ctx.actor.id } })).toBe(0);
    const rows = await stores.db.prisma.auditLog.findMany({ where: { actorId: ctx.actor.id } });
    expect(rows).toMatchObject([{ action: "access.denied", outcome: "denied" }]);
  });
  it("is for a token with every scope", async () => {
    await expect(attack(token(everyScope), await people())).resolves.toBeDefined();
  });
});

it("a token with a viewer's scopes invites viewers and nobody above them", async () => {
  const ctx = token([...everyScope.filter((scope) => ROLE_PERMISSIONS.viewer.has(scope)), "team:manage"]);
  await expect(createInvite(ctx, { role: "viewer" })).resolves.toBeDefined();
  await expect(createInvite(ctx, { role: "editor" })).rejects.toMatchObject({ code: "FORBIDDEN" });
});
