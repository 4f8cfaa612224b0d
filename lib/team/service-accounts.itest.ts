import { beforeAll, describe, expect, it } from "vitest";
import { systemCtx } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import {
  actorOfApiToken,
  changeServiceAccount,
  changeUser,
  createInvite,
  createServiceAccount,
  createServiceAccountToken,
  createToken,
  listServiceAccounts,
  listTokens,
  ROLE_PERMISSIONS,
  revokeServiceAccountToken,
  revokeToken,
  rotateServiceAccountToken,
  rotateToken,
  signInWithPassword,
} from "./index";
import type { Role } from "./schema";

const stores = testStores();
let adminId = "";
beforeAll(async () => {
  adminId = newId("usr");
  const email = `${adminId}@example.test`.toLowerCase();
  await stores.db.prisma.user.create({ data: { id: adminId, email, name: "Ada", role: "admin" } });
});
const admin = () => testCtx(stores, [...ROLE_PERMISSIONS.admin], { id: adminId });
const account = (role: Role = "editor") => createServiceAccount(admin(), { name: newId("sva"), role });
const tokenOf = (account_id: string, scopes: string[]) =>
  createServiceAccountToken(admin(), { account_id, name: "ci", scopes });
const permissionsOf = async (token: string) => {
  const actor = await actorOfApiToken(stores, token, "10.0.0.1");
  return actor && [...actor.permissions].sort();
};
const rowsOf = (targetId: string) =>
  stores.db.prisma.auditLog.findMany({ where: { targetId }, orderBy: { id: "asc" } });

describe("a service account", () => {
  it("acts by its token, under its own name and role", async () => {
    const made = await account();
    const { token } = await tokenOf(made.id, ["runs:read", "runs:write"]);
    expect(token).toMatch(/^gwj_sa_/);
    const actor = await actorOfApiToken(stores, token, "10.0.0.1");
    expect(actor).toMatchObject({ type: "token", name: `${made.name} (ci)`, role: "editor" });
    const { data } = await listServiceAccounts(admin(), {});
    expect(data.find((row) => row.id === made.id)?.tokens).toMatchObject([
      { name: "ci", last_used_ip: "10.0.0.1" },
    ]);
    expect(JSON.stringify([data, await stores.db.prisma.auditLog.findMany()])).not.toContain(token);
  });

  it("is in the audit log as the one who acted", async () => {
    const made = await account("admin");
    const scopes = [...ROLE_PERMISSIONS.viewer, "team:manage"].filter((scope) => scope !== "self:write");
    const { token } = await tokenOf(made.id, scopes);
    const actor = await actorOfApiToken(stores, token, null);
    if (!actor) throw new Error("expected an actor");
    const invite = await createInvite({ ...admin(), actor }, { role: "viewer" });
    expect(await rowsOf(invite.id)).toMatchObject([
      { actorType: "token", actorName: `${made.name} (ci)`, actorRole: "admin" },
    ]);
  });

  it("loses what its role loses, from the next request on", async () => {
    const made = await account();
    const { token } = await tokenOf(made.id, ["runs:read", "runs:write"]);
    await changeServiceAccount(admin(), { id: made.id, role: "viewer" });
    expect(await permissionsOf(token)).toEqual(["runs:read"]);
    expect((await rowsOf(made.id)).at(-1)).toMatchObject({
      action: "service_account.change",
      before: { role: "editor" },
      after: { role: "viewer" },
    });
  });

  it("is silent while deactivated, and gets no tokens then", async () => {
    const made = await account();
    const { id, token } = await tokenOf(made.id, ["runs:read"]);
    await changeServiceAccount(admin(), { id: made.id, deactivated: true });
    expect(await permissionsOf(token)).toBeNull();
    await expect(tokenOf(made.id, ["runs:read"])).rejects.toThrow(/is deactivated\. Activate it first/);
    await expect(rotateServiceAccountToken(admin(), { account_id: made.id, id })).rejects.toThrow(
      /is deactivated/,
    );
    await changeServiceAccount(admin(), { id: made.id, deactivated: false });
    expect(await permissionsOf(token)).toEqual(["runs:read"]);
  });

  it("has its tokens rotated and revoked, each only by its own account", async () => {
    const [one, other] = [await account(), await account()];
    const old = await tokenOf(one.id, ["runs:read"]);
    for (const verb of [rotateServiceAccountToken, revokeServiceAccountToken])
      await expect(verb(admin(), { account_id: other.id, id: old.id })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    const next = await rotateServiceAccountToken(admin(), { account_id: one.id, id: old.id });
    expect(next.token).toMatch(/^gwj_sa_/);
    expect([await permissionsOf(old.token), await permissionsOf(next.token)]).toEqual([
      ["runs:read"],
      ["runs:read"],
    ]);
    await revokeServiceAccountToken(admin(), { account_id: one.id, id: next.id });
    expect(await permissionsOf(next.token)).toBeNull();
    expect((await rowsOf(old.id)).map((row) => row.action)).toEqual(["token.create", "token.rotate"]);
    expect((await rowsOf(next.id)).map((row) => row.action)).toEqual(["token.revoke"]);
  });

  it("is named once, and only what changes leaves a row", async () => {
    const made = await account();
    const twice = { name: made.name, role: "viewer" } as const;
    await expect(createServiceAccount(admin(), twice)).rejects.toMatchObject({
      code: "CONFLICT",
      extra: { errors: [{ pointer: "/name", code: "taken" }] },
    });
    const both = { name: newId("sva"), role: "viewer" } as const;
    const racing = await Promise.allSettled([
      createServiceAccount(admin(), both),
      createServiceAccount(admin(), both),
    ]);
    expect(racing.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    await changeServiceAccount(admin(), { id: made.id, role: "editor" });
    expect(await rowsOf(made.id)).toHaveLength(1);
    await expect(changeServiceAccount(admin(), { id: "sva_none", role: "editor" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("abuse", () => {
  it("of a service account: it does not sign in, and is no admin of last resort", async () => {
    const made = await account("admin");
    await expect(
      signInWithPassword(systemCtx(stores, "test"), { email: made.name, password: "", userAgent: null }),
    ).rejects.toThrow("E-mail or password is not right.");
    await expect(changeUser(admin(), { user_id: adminId, role: "viewer" })).rejects.toThrow(/last admin/);
    await expect(changeUser(admin(), { user_id: made.id, role: "viewer" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it.each<Role>(["viewer", "editor"])(
    "by a %s: nothing of it answers, and refused writes are rows",
    async (role) => {
      const made = await account();
      const { id } = await tokenOf(made.id, ["runs:read"]);
      const actorId = newId("usr");
      const ctx = testCtx(stores, [...ROLE_PERMISSIONS[role]], { id: actorId });
      const attempts: (() => Promise<unknown>)[] = [
        () => createServiceAccount(ctx, { name: "x", role: "admin" }),
        () => changeServiceAccount(ctx, { id: made.id, role: "admin" }),
        () => createServiceAccountToken(ctx, { account_id: made.id, name: "x", scopes: ["runs:read"] }),
        () => rotateServiceAccountToken(ctx, { account_id: made.id, id }),
        () => revokeServiceAccountToken(ctx, { account_id: made.id, id }),
      ];
      await expect(listServiceAccounts(ctx, {})).rejects.toThrow(/team:manage/);
      for (const attempt of attempts) await expect(attempt()).rejects.toThrow(/team:manage/);
      const denied = { actorId, action: "access.denied", outcome: "denied" };
      expect(await stores.db.prisma.auditLog.count({ where: denied })).toBe(attempts.length);
    },
  );

  it("of scopes: neither beyond the account's role nor beyond the caller's own", async () => {
    const viewer = await account("viewer");
    await expect(tokenOf(viewer.id, ["runs:read", "runs:write"])).rejects.toThrow(
      /what the role viewer may not do: runs:write/,
    );
    await expect(tokenOf(viewer.id, ["self:write"])).rejects.toThrow(/unknown entries: self:write/);
    const strong = await account("admin");
    const { id } = await tokenOf(strong.id, ["settings:write"]);
    const narrow = testCtx(stores, ["team:manage"], { id: newId("tok"), type: "token" });
    await expect(
      createServiceAccountToken(narrow, { account_id: strong.id, name: "x", scopes: ["settings:write"] }),
    ).rejects.toThrow(/settings:write/);
    await expect(rotateServiceAccountToken(narrow, { account_id: strong.id, id })).rejects.toThrow(
      /settings:write/,
    );
  });

  it("across kinds: a person's token is not an account's, nor the other way round", async () => {
    const made = await account();
    const own = await createToken(admin(), { name: "mine", scopes: ["runs:read"] });
    const its = await tokenOf(made.id, ["runs:read"]);
    for (const attempt of [
      () => rotateServiceAccountToken(admin(), { account_id: made.id, id: own.id }),
      () => rotateToken(admin(), { id: its.id }),
      () => revokeToken(admin(), { id: its.id }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listTokens(admin(), {})).data.map((row) => row.id)).not.toContain(its.id);
  });
});
