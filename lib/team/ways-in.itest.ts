import { beforeAll, describe, expect, it } from "vitest";
import { systemCtx } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import {
  acceptInvite,
  changePassword,
  createInvite,
  listIdentities,
  signInWithPassword,
  unlinkIdentity,
} from "./index";
import { hashPassword } from "./password";
import { EVERYONE, type PasswordPolicy } from "./password-policy";
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

/** From an address of its own: this is not about the throttle. */
let calls = 0;
const fromElsewhere = () => ({ ...systemCtx(stores, "test"), ip: `10.3.${++calls >> 8}.${calls & 255}` });

const OFF: PasswordPolicy = { admins_only: true, sso_domains: [] };
const DOMAIN: PasswordPolicy = { admins_only: false, sso_domains: ["example.test"] };

describe.each<[string, PasswordPolicy]>([
  ["switched off", OFF],
  ["not for this domain", DOMAIN],
])("passwords %s", (_, policy) => {
  const signIn = (email: string, password: string, passwords: PasswordPolicy) =>
    signInWithPassword(fromElsewhere(), { email, password, userAgent: null, passwords });

  it.each<[Role, boolean]>([
    ["viewer", false],
    ["editor", false],
    ["admin", true],
  ])("a right password of a %s lets in: %s; otherwise it is refused as a wrong one is", async (role, may) => {
    const { id, email } = await member(role, { password: true });
    expect((await signIn(email, PASSWORD, EVERYONE)).userId).toBe(id);
    if (may) return expect((await signIn(email, PASSWORD, policy)).userId).toBe(id);
    const failure = async (who: string, password: string) => {
      const failed = await signIn(who, password, policy).catch((error: unknown) => error);
      const rows = { action: "session.sign_in", outcome: "failed" };
      const [row] = await stores.db.prisma.auditLog.findMany({
        where: rows,
        orderBy: { id: "desc" },
        take: 1,
      });
      return { failed, detail: row?.detail };
    };
    const right = await failure(email, PASSWORD);
    expect(right).toEqual(await failure(email, "not the password"));
    expect(right).toEqual(await failure(`nobody-${email}`, PASSWORD));
    expect(right.failed).toMatchObject({ message: "E-mail or password is not right." });
  });

  it("a password is chosen by an invited admin only", async () => {
    const join = async (role: Role) => {
      const { link_path } = await createInvite(testCtx(stores), { role });
      return acceptInvite(systemCtx(stores, "test"), {
        token: link_path.slice("/invite/".length),
        name: "Kim",
        email: `${newId("usr")}@example.test`,
        password: PASSWORD,
        passwords: policy,
      });
    };
    await expect(join("editor")).rejects.toThrow(/use the identity provider/);
    expect(await join("admin")).toMatchObject({ role: "admin" });
  });

  it("a password is changed by an admin only", async () => {
    const change = async (role: Role) =>
      changePassword((await member(role, { password: true })).ctx, {
        current_password: PASSWORD,
        new_password: "other quite different terms",
        passwords: policy,
      });
    await expect(change("editor")).rejects.toThrow(/use the identity provider/);
    await change("admin");
  });
});

it("an invite of another domain is still accepted with a password, and the refusal names the domain", async () => {
  const { link_path } = await createInvite(testCtx(stores), { role: "editor" });
  const join = (email: string) =>
    acceptInvite(systemCtx(stores, "test"), {
      token: link_path.slice("/invite/".length),
      name: "Kim",
      email,
      password: PASSWORD,
      passwords: DOMAIN,
    });
  const kim = newId("usr");
  await expect(join(`${kim}@EXAMPLE.test`)).rejects.toThrow(/people of example\.test sign in here/);
  expect(await join(`${kim}@elsewhere.test`)).toMatchObject({ role: "editor" });
});

describe("unlinking", () => {
  it.each<[string, Role, { password?: boolean; providers: string[] }, PasswordPolicy, boolean]>([
    ["one of two accounts", "editor", { providers: ["oidc", "github"] }, OFF, true],
    ["the only account, with a password", "editor", { password: true, providers: ["oidc"] }, EVERYONE, true],
    [
      "the only account, with an admin's password",
      "admin",
      { password: true, providers: ["oidc"] },
      OFF,
      true,
    ],
    [
      "the only account, with a password that is switched off",
      "editor",
      { password: true, providers: ["oidc"] },
      OFF,
      false,
    ],
    [
      "the only account, with a password that is not for this domain",
      "editor",
      { password: true, providers: ["oidc"] },
      DOMAIN,
      false,
    ],
    ["the only account, without a password", "admin", { providers: ["oidc"] }, EVERYONE, false],
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
      ["oidc", "github"].map((provider) => unlinkIdentity(ctx, { provider, passwords: EVERYONE })),
    );
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await listIdentities(ctx, {})).data).toHaveLength(1);
  });

  it("says when there is nothing to unlink", async () => {
    const { ctx } = await member("editor", { password: true });
    await expect(unlinkIdentity(ctx, { provider: "oidc", passwords: EVERYONE })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
