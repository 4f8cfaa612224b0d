import { beforeAll, describe, expect, it } from "vitest";
import { systemCtx } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { acceptInvite, createInvite, listIdentities, signInWithPassword, unlinkIdentity } from "./index";
import { hashPassword } from "./password";
import type { Role } from "./schema";

const stores = testStores();
const PASSWORD = "several unrelated words";
let hash = "";
beforeAll(async () => {
  hash = await hashPassword(PASSWORD);
});

async function member(role: Role, ways: { password?: boolean; providers?: string[] }) {
  const id = newId("usr");
  const email = `${id}@example.test`.toLowerCase();
  await stores.db.prisma.user.create({
    data: { id, email, name: role, role, passwordHash: ways.password ? hash : null },
  });
  for (const provider of ways.providers ?? [])
    await stores.db.prisma.userIdentity.create({
      data: { id: newId("idn"), userId: id, provider, subject: id, email },
    });
  return { id, email, ctx: testCtx(stores, ["self:write"], { id }) };
}

describe("passwords switched off", () => {
  const signIn = (email: string, passwords: "everyone" | "admins") =>
    signInWithPassword(systemCtx(stores, "test"), { email, password: PASSWORD, userAgent: null, passwords });

  it.each<[Role, boolean]>([
    ["viewer", false],
    ["editor", false],
    ["admin", true],
  ])("a right password of a %s lets in: %s", async (role, may) => {
    const { id, email } = await member(role, { password: true });
    expect((await signIn(email, "everyone")).userId).toBe(id);
    if (may) expect((await signIn(email, "admins")).userId).toBe(id);
    else await expect(signIn(email, "admins")).rejects.toThrow("E-mail or password is not right.");
  });

  it("a password is chosen by an invited admin only", async () => {
    const join = async (role: Role) => {
      const { link_path } = await createInvite(testCtx(stores), { role });
      return acceptInvite(systemCtx(stores, "test"), {
        token: link_path.slice("/invite/".length),
        name: "Kim",
        email: `${newId("usr")}@example.test`,
        password: PASSWORD,
        passwords: "admins",
      });
    };
    await expect(join("editor")).rejects.toThrow(/use the identity provider/);
    expect(await join("admin")).toMatchObject({ role: "admin" });
  });
});

describe("unlinking", () => {
  it.each<[string, Role, { password?: boolean; providers: string[] }, "everyone" | "admins", boolean]>([
    ["one of two accounts", "editor", { providers: ["oidc", "github"] }, "admins", true],
    [
      "the only account, with a password",
      "editor",
      { password: true, providers: ["oidc"] },
      "everyone",
      true,
    ],
    [
      "the only account, with an admin's password",
      "admin",
      { password: true, providers: ["oidc"] },
      "admins",
      true,
    ],
    [
      "the only account, with a password that is switched off",
      "editor",
      { password: true, providers: ["oidc"] },
      "admins",
      false,
    ],
    ["the only account, without a password", "admin", { providers: ["oidc"] }, "everyone", false],
  ])("%s", async (_, role, ways, passwords, may) => {
    const { ctx } = await member(role, ways);
    const unlink = unlinkIdentity(ctx, { provider: "oidc", passwords });
    if (may) await unlink;
    else await expect(unlink).rejects.toThrow(/last way to sign in/);
    const { data } = await listIdentities(ctx, {});
    expect(data.map((one) => one.provider)).toEqual(ways.providers.filter((one) => one !== "oidc" || !may));
  });

  it("two accounts at once leave one", async () => {
    const { ctx } = await member("editor", { providers: ["oidc", "github"] });
    const both = await Promise.allSettled(
      ["oidc", "github"].map((provider) => unlinkIdentity(ctx, { provider, passwords: "everyone" })),
    );
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await listIdentities(ctx, {})).data).toHaveLength(1);
  });

  it("says when there is nothing to unlink", async () => {
    const { ctx } = await member("editor", { password: true });
    await expect(unlinkIdentity(ctx, { provider: "oidc", passwords: "everyone" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
