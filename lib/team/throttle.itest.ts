import { beforeAll, describe, expect, it } from "vitest";
import { type Ctx, systemCtx } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { changePassword, createPasswordReset, resetPassword, signInWithPassword } from "./index";
import { hashPassword } from "./password";
import { takeGuess } from "./throttle";

const stores = testStores();
const PASSWORD = "several unrelated words";
const REFUSED = /^Too many failed sign-ins\. Try again in \d+ s\.$/;
let hash = "";
beforeAll(async () => {
  hash = await hashPassword(PASSWORD);
});

async function member() {
  const id = newId("usr");
  const email = `${id}@example.test`.toLowerCase();
  await stores.db.prisma.user.create({ data: { id, email, name: "Kim", role: "admin", passwordHash: hash } });
  return { id, email };
}
const from = (ip: string): Ctx => ({ ...systemCtx(stores, "test"), ip });
const signIn = (email: string, ip: string, password = PASSWORD) =>
  signInWithPassword(from(ip), { email, password, userAgent: null });
/** `count` failures, each from an address of its own, so that no other rule is touched. */
async function spread(email: string, net: string, count: number) {
  for (let i = 0; i < count; i++) await takeGuess(from(`${net}.${i}`), email, `${net}.${i}`);
}
const throttled = (where: { targetId?: string; ip?: string }) =>
  stores.db.prisma.auditLog.findMany({ where: { action: "session.throttle", ...where } });

it("an account attacked from many addresses waits, and not the addresses it is known from", async () => {
  const { id, email } = await member();
  await signIn(email, "10.1.0.1");
  await spread(email, "10.1.1", 19);
  await expect(signIn(email, "10.1.0.2", "wrong password!")).rejects.toThrow("not right");
  await expect(signIn(email, "10.1.0.3")).rejects.toThrow(REFUSED);
  expect((await signIn(email, "10.1.0.1")).userId).toBe(id);
  // The success above must not hand the attacker another twenty.
  await expect(signIn(email, "10.1.0.3")).rejects.toThrow(REFUSED);
});

it("an address that is not known yet gets in by a link to choose a new password", async () => {
  const { id, email } = await member();
  await spread(email, "10.2.1", 20);
  await expect(signIn(email, "10.2.0.1")).rejects.toThrow(REFUSED);
  const { link_path } = await createPasswordReset(testCtx(stores), { user_id: id });
  const password = "other quite different terms";
  await resetPassword(from("10.2.0.1"), { token: link_path.slice("/reset/".length), password });
  await expect.poll(() => signIn(email, "10.2.0.1", password).then((ref) => ref.userId, String)).toBe(id);
  await expect(signIn(email, "10.2.0.2", password)).rejects.toThrow(REFUSED);
});

it("an account that does not exist waits with the same words, and the wait ends by itself", async () => {
  const { email } = await member();
  const nobody = `nobody-${email}`;
  for (const [index, address] of [email, nobody].entries()) {
    await spread(address, `10.3.${index + 1}`, 20);
    await expect(signIn(address, "10.3.0.1", "wrong password!")).rejects.toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringMatching(REFUSED),
    });
  }
  const left = await stores.redis.ttl(`gwanje:throttle:account:${email}`);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(3_600);
});

it("attempts inside a block do not make it longer", async () => {
  const { email } = await member();
  await spread(email, "10.4.1", 20);
  const key = `gwanje:throttle:account:${email}`;
  await stores.redis.expire(key, 100);
  for (let i = 0; i < 5; i++) await expect(signIn(email, `10.4.0.${i}`)).rejects.toThrow(REFUSED);
  expect(await stores.redis.get(key)).toBe("20");
  expect(await stores.redis.ttl(key)).toBeLessThanOrEqual(100);
});

it("a flood against a block leaves one row, that names the rule", async () => {
  const { id, email } = await member();
  await spread(email, "10.5.1", 20);
  const flood = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => signIn(email, `10.5.2.${i}`)));
  expect(flood.every((one) => one.status === "rejected")).toBe(true);
  expect(await throttled({ targetId: id })).toMatchObject([
    { outcome: "denied", detail: { rule: "account", wait_seconds: expect.any(Number) } },
  ]);
  // From one address at many accounts: the address must wait, and again one row is written.
  for (let i = 0; i < 10; i++) await takeGuess(from("10.5.0.9"), `other-${i}-${email}`, "10.5.0.9");
  for (let i = 0; i < 5; i++) await expect(signIn(`more-${i}-${email}`, "10.5.0.9")).rejects.toThrow(REFUSED);
  expect(await throttled({ ip: "10.5.0.9" })).toMatchObject([{ targetId: "unknown" }]);
});

it("of thirty guesses at once no more than five are evaluated, and none of them is the sixth", async () => {
  const { id, email } = await member();
  const guesses = await Promise.allSettled(
    Array.from({ length: 30 }, (_, i) => signIn(email, "10.6.0.1", `wrong password ${i}`)),
  );
  const said = guesses.map((one) => (one.status === "rejected" ? one.reason.code : "in"));
  expect(said.filter((code) => code === "UNAUTHENTICATED")).toHaveLength(5);
  expect(said.filter((code) => code === "RATE_LIMITED")).toHaveLength(25);
  const rows = await stores.db.prisma.auditLog.findMany({
    where: { targetId: id, action: "session.sign_in" },
  });
  expect(rows).toHaveLength(5);
});

it("many right ones at once are all let in, and leave nothing counted", async () => {
  const people = await Promise.all(Array.from({ length: 4 }, member));
  for (const { id, email } of people) expect((await signIn(email, "10.6.0.2")).userId).toBe(id);
  await Promise.all(people.flatMap(({ email }) => [1, 2, 3, 4].map(() => signIn(email, "10.6.0.2"))));
  expect(await stores.redis.get("gwanje:throttle:minute:10.6.0.2")).toBe("0");
  expect(await stores.redis.get(`gwanje:throttle:account:${people[0]?.email}`)).toBe("0");
});

it("the fifth guess may be the right one", async () => {
  const { id, email } = await member();
  for (let i = 0; i < 4; i++)
    await expect(signIn(email, "10.6.0.3", "wrong password!")).rejects.toThrow("not right");
  expect((await signIn(email, "10.6.0.3")).userId).toBe(id);
  await expect(signIn(email, "10.6.0.3", "wrong password!")).rejects.toThrow("not right");
});

it("failures at other accounts of one address do not shut out who is known there", async () => {
  const [known, stranger] = [await member(), await member()];
  await signIn(known.email, "10.7.0.1");
  for (let i = 0; i < 50; i++) {
    await takeGuess(from("10.7.0.1"), `other-${i}-${known.email}`, "10.7.0.1").catch(() => null);
    await stores.redis.del("gwanje:throttle:minute:10.7.0.1");
  }
  await expect(signIn(stranger.email, "10.7.0.1")).rejects.toThrow(REFUSED);
  expect((await signIn(known.email, "10.7.0.1")).userId).toBe(known.id);
  // Guesses at the known account are throttled as anywhere.
  for (let i = 0; i < 5; i++)
    await expect(signIn(known.email, "10.7.0.1", "wrong password!")).rejects.toThrow("not right");
  await expect(signIn(known.email, "10.7.0.1")).rejects.toThrow(REFUSED);
});

describe("a session that guesses its own password by changing it", () => {
  const change = (id: string, currentPassword: string) =>
    changePassword(testCtx(stores, ["self:write"], { id, sessionId: newId("ses") }), {
      current_password: currentPassword,
      new_password: "a".repeat(20),
    });
  it("waits after five, and leaves a row for each", async () => {
    const { id } = await member();
    for (let i = 0; i < 5; i++)
      await expect(change(id, `guess ${i}`)).rejects.toThrow(/current_password is not right/);
    await expect(change(id, PASSWORD)).rejects.toThrow(REFUSED);
    const rows = await stores.db.prisma.auditLog.findMany({
      where: { targetId: id, action: "user.change_password", outcome: "failed" },
    });
    expect(rows).toHaveLength(5);
  });
});
