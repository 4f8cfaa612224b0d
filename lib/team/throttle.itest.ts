import { beforeAll, expect, it } from "vitest";
import { type Ctx, systemCtx } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { createPasswordReset, resetPassword, signInWithPassword } from "./index";
import { hashPassword } from "./password";
import { countFailure } from "./throttle";

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
  for (let i = 0; i < count; i++) await countFailure(stores.redis, email, `${net}.${i}`);
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
  // From one address at ever new accounts: the address is what waits, and again it is one row.
  for (let i = 0; i < 10; i++) await countFailure(stores.redis, `other-${i}-${email}`, "10.5.0.9");
  for (let i = 0; i < 5; i++) await expect(signIn(`more-${i}-${email}`, "10.5.0.9")).rejects.toThrow(REFUSED);
  expect(await throttled({ ip: "10.5.0.9" })).toMatchObject([{ targetId: "unknown" }]);
});
