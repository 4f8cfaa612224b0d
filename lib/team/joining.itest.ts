import { expect, test } from "vitest";
import { systemCtx } from "@/lib/platform/context";
import { testCtx, testStores } from "@/lib/testing";
import {
  acceptInvite,
  changePreferences,
  createInvite,
  createPasswordReset,
  isOpenReset,
  openInvite,
  resetPassword,
  revokeInvite,
  setUpTeam,
} from "./index";

const stores = testStores();
const PASSWORD = "orbit lantern mosaic 7";
const system = () => systemCtx(stores, "test");
const now = () => stores.clock.now();
const later = () => new Date(now().getTime() + 30 * 24 * 3_600_000);
const userOf = (email: string) => stores.db.prisma.user.findUniqueOrThrow({ where: { email } });

async function admin() {
  const known = await stores.db.prisma.user.findFirst({ where: { role: "admin" } });
  const person = {
    token: "t",
    team_name: "Seoul",
    name: "Ada",
    email: "ada@example.test",
    password: PASSWORD,
  };
  const zone = { locale: "ko" as const, time_zone: "Asia/Seoul" };
  const id = known?.id ?? (await setUpTeam(system(), { ...person, ...zone }, "t")).user_id;
  return testCtx(stores, "everything", { id, name: "Ada" });
}

async function invite(email?: string) {
  const made = await createInvite(await admin(), { role: "viewer", ...(email ? { email } : {}) });
  return { id: made.id, token: made.link_path.slice("/invite/".length) };
}

test("who joins has the language and zone of their browser, and else none, so that each browser is asked", async () => {
  const first = await invite();
  await acceptInvite(system(), {
    token: first.token,
    name: "Lin",
    email: "lin@example.test",
    password: PASSWORD,
    locale: "ko",
    time_zone: "Asia/Seoul",
  });
  expect(await userOf("lin@example.test")).toMatchObject({ locale: "ko", timeZone: "Asia/Seoul" });
  const second = await invite();
  await acceptInvite(system(), {
    token: second.token,
    name: "Kim",
    email: "kim@example.test",
    password: PASSWORD,
  });
  expect(await userOf("kim@example.test")).toMatchObject({ locale: null, timeZone: null });
  const third = await invite();
  const nowhere = { name: "Moon", email: "moon@example.test", password: PASSWORD, time_zone: "Mars/Olympus" };
  await expect(acceptInvite(system(), { token: third.token, ...nowhere })).rejects.toThrow(/time zone/);
});

test("a language or zone is chosen, kept while others change, and given back to the browser", async () => {
  const ctx = await admin();
  const own = () => stores.db.prisma.user.findUniqueOrThrow({ where: { id: ctx.actor.id } });
  await changePreferences(ctx, { locale: "ko", time_zone: "Asia/Tokyo" });
  await changePreferences(ctx, { name: "Ada K." });
  expect(await own()).toMatchObject({ name: "Ada K.", locale: "ko", timeZone: "Asia/Tokyo" });
  await changePreferences(ctx, { locale: null });
  expect(await own()).toMatchObject({ locale: null, timeZone: "Asia/Tokyo" });
});

test("an open invite tells who invites to which team, and whom; one that is not open tells nothing", async () => {
  await admin();
  const bound = await invite("min@example.test");
  const name = (await stores.db.prisma.user.findFirstOrThrow({ where: { role: "admin" } })).name;
  const told = { team: "Seoul", invitedBy: name, email: "min@example.test", role: "viewer" };
  expect(await openInvite(stores, bound.token, now())).toEqual(told);
  expect(await openInvite(stores, bound.token, later())).toBeNull();
  expect(await openInvite(stores, "wrong", now())).toBeNull();
  await revokeInvite(await admin(), { id: bound.id });
  expect(await openInvite(stores, bound.token, now())).toBeNull();
});

test("a reset link is open until it is used or has expired", async () => {
  const ctx = await admin();
  const { link_path } = await createPasswordReset(ctx, { user_id: ctx.actor.id });
  const token = link_path.slice("/reset/".length);
  expect(await isOpenReset(stores, token, now())).toBe(true);
  expect(await isOpenReset(stores, token, later())).toBe(false);
  expect(await isOpenReset(stores, "wrong", now())).toBe(false);
  await resetPassword(system(), { token, password: "copper violet harbour 9" });
  expect(await isOpenReset(stores, token, now())).toBe(false);
});
