import { beforeAll, describe, expect, it } from "vitest";
import { systemCtx } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import {
  changePassword,
  changeUser,
  createInvite,
  createPasswordReset,
  openInvite,
  resetPassword,
  resolveSession,
  signInWithPassword,
} from "./index";
import { hashPassword } from "./password";
import type { Role } from "./schema";

const stores = testStores();
const OLD = "several unrelated words";
const NEW = "other quite different terms";
const OFF = { admins_only: true, sso_domains: [] };
const GONE = /link is not valid any more/;
let hash = "";
beforeAll(async () => {
  hash = await hashPassword(OLD);
});

async function member(role: Role = "editor") {
  const id = newId("usr");
  const email = `${id}@example.test`.toLowerCase();
  await stores.db.prisma.user.create({ data: { id, email, name: role, role, passwordHash: hash } });
  return { id, email };
}
async function linkFor(id: string) {
  const { link_path } = await createPasswordReset(testCtx(stores), { user_id: id });
  return link_path.slice("/reset/".length);
}
const system = () => systemCtx(stores, "test");
const choose = (token: string, password = NEW) => resetPassword(system(), { token, password });
const signIn = (email: string, password: string) =>
  signInWithPassword(system(), { email, password, userAgent: null });

describe("a password reset link", () => {
  it("sets the password once, ends every session, and leaves rows without the token", async () => {
    const { id, email } = await member();
    const before = await signIn(email, OLD);
    const token = await linkFor(id);
    await expect(choose(token, "passwordpassword")).rejects.toThrow(/guessers try first/);
    expect(await resolveSession(stores, before)).not.toBeNull();
    await choose(token);
    expect(await resolveSession(stores, before)).toBeNull();
    await expect(signIn(email, OLD)).rejects.toThrow("E-mail or password is not right.");
    expect((await signIn(email, NEW)).sv).toBe(before.sv + 1);
    await expect(choose(token)).rejects.toThrow(GONE);
    const rows = await stores.db.prisma.auditLog.findMany({ where: { targetId: id, targetType: "user" } });
    expect(rows.map((row) => row.action)).toEqual(
      expect.arrayContaining(["user.create_password_reset", "user.reset_password"]),
    );
    expect(JSON.stringify([rows, await stores.db.prisma.passwordReset.findMany()])).not.toContain(token);
  });

  it("ends when the member gets another role, or has chosen another password", async () => {
    const { id } = await member("viewer");
    const early = await linkFor(id);
    await changeUser(testCtx(stores), { user_id: id, role: "admin" });
    await expect(choose(early)).rejects.toThrow(GONE);
    const late = await linkFor(id);
    const self = testCtx(stores, "everything", { id });
    await changePassword(self, { current_password: OLD, new_password: NEW });
    await expect(choose(late, "a third one of many words")).rejects.toThrow(GONE);
  });

  it.each([
    ["is no admin any more", { role: "viewer" }],
    ["is deactivated", { deactivated: true }],
  ] as const)("and an invite end when the admin who made them %s", async (_why, change) => {
    const [maker, target] = [await member("admin"), await member()];
    const acting = testCtx(stores, "everything", { id: maker.id });
    const { link_path } = await createPasswordReset(acting, { user_id: target.id });
    const invite = await createInvite(acting, { role: "admin" });
    const token = invite.link_path.slice("/invite/".length);
    expect(await openInvite(stores, token, stores.clock.now())).not.toBeNull();
    await member("admin");
    await changeUser(testCtx(stores), { user_id: maker.id, ...change });
    expect(await openInvite(stores, token, stores.clock.now())).toBeNull();
    await expect(choose(link_path.slice("/reset/".length))).rejects.toThrow(GONE);
  });

  it("of two uses at once one counts", async () => {
    const token = await linkFor((await member()).id);
    const both = await Promise.allSettled([choose(token), choose(token)]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("answers the same when unknown, replaced, expired, or its member deactivated", async () => {
    const { id } = await member();
    const replaced = await linkFor(id);
    const expired = await linkFor(id);
    await expect(choose("never-made")).rejects.toThrow(GONE);
    await expect(choose(replaced)).rejects.toThrow(GONE);
    stores.clock.advance(30 * 60_000);
    await expect(choose(expired)).rejects.toThrow(GONE);
    const last = await linkFor(id);
    await stores.db.prisma.user.update({ where: { id }, data: { deactivatedAt: stores.clock.now() } });
    await expect(choose(last)).rejects.toThrow(GONE);
    await expect(linkFor(id)).rejects.toThrow(/deactivated/);
  });

  it("is made by who manages the team, and with passwords switched off serves admins", async () => {
    const { id } = await member();
    await expect(createPasswordReset(testCtx(stores, ["team:read"]), { user_id: id })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const closed = async (who: string) =>
      resetPassword(system(), { token: await linkFor(who), password: NEW, passwords: OFF });
    await expect(closed(id)).rejects.toThrow(/use the identity provider/);
    await closed((await member("admin")).id);
  });

  it("is not made for who signs in through the provider, and one made before does not help them", async () => {
    const passwords = { admins_only: false, sso_domains: ["example.test"] };
    const { id } = await member();
    const before = await linkFor(id);
    const make = (who: string) => createPasswordReset(testCtx(stores), { user_id: who, passwords });
    await expect(make(id)).rejects.toThrow(/people of example\.test sign in here; use the identity provider/);
    await expect(resetPassword(system(), { token: before, password: NEW, passwords })).rejects.toThrow(
      /people of example\.test/,
    );
    const token = (await make((await member("admin")).id)).link_path.slice("/reset/".length);
    await resetPassword(system(), { token, password: NEW, passwords });
  });
});
