import { beforeAll, expect, it } from "vitest";
import { type Ctx, systemCtx } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { confirmPassword, listSignInWarnings, signInWithPassword } from "./index";
import { hashPassword } from "./password";
import { takeGuess } from "./throttle";

const stores = testStores();
let hash = "";
beforeAll(async () => {
  hash = await hashPassword("several unrelated words");
});

async function member() {
  const id = newId("usr");
  const email = `${id}@example.test`.toLowerCase();
  await stores.db.prisma.user.create({
    data: { id, email, name: "Kim", role: "viewer", passwordHash: hash },
  });
  return { id, email };
}
const from = (ip: string): Ctx => ({ ...systemCtx(stores, "test"), ip });
const fail = (email: string, ip: string) =>
  signInWithPassword(from(ip), { email, password: "not the password", userAgent: null }).catch(() => null);
/** Failures short of the twentieth, each from an address of its own. */
async function nineteen(email: string, net: string) {
  for (let i = 0; i < 19; i++) await takeGuess(from(`${net}.${i}`), email, `${net}.${i}`);
}
const told = async (ctx: Ctx) => (await listSignInWarnings(ctx, {})).data;
const self = (id: string) => testCtx(stores, ["self:write"], { id });
const admin = () => testCtx(stores, ["self:write", "team:manage"]);

it("the twentieth failure within an hour is told to the person and to admins, for a week", async () => {
  const [kim, lee] = [await member(), await member()];
  await nineteen(kim.email, "10.1.1");
  expect(await told(self(kim.id))).toEqual([]);
  await fail(kim.email, "10.1.0.1");
  const warning = { user_id: kim.id, name: "Kim", at: stores.clock.now().toISOString() };
  expect(await told(self(kim.id))).toEqual([warning]);
  expect(await told(admin())).toContainEqual(warning);
  expect(await told(self(lee.id))).toEqual([]);
  stores.clock.advance(7 * 24 * 3_600_000 + 1);
  expect([await told(self(kim.id)), await told(admin())]).toEqual([[], []]);
});

it("a password that is wrong when confirming counts as well, and it is told though the confirmation rolls back", async () => {
  const kim = await member();
  await nineteen(kim.email, "10.2.1");
  const session = testCtx(stores, ["self:write"], { id: kim.id, sessionId: newId("ses") });
  await expect(confirmPassword(session, { password: "not the password" })).rejects.toThrow(/not right/);
  expect(await told(self(kim.id))).toMatchObject([{ user_id: kim.id }]);
});

it("an address without an account is not revealed", async () => {
  const before = (await told(admin())).length;
  const nobody = `nobody-${newId("usr")}@example.test`.toLowerCase();
  await nineteen(nobody, "10.3.1");
  await fail(nobody, "10.3.0.1");
  expect(await told(admin())).toHaveLength(before);
});
