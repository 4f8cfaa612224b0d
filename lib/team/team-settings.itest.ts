import { expect, it } from "vitest";
import { testCtx, testStores } from "@/lib/testing";
import { changeTeam, getTeam, teamLocale, teamName, teamTimeZone } from ".";
import { ROLE_PERMISSIONS } from "./roles";

const stores = testStores();
const admin = () => testCtx(stores, [...ROLE_PERMISSIONS.admin]);

it("is there once a team was set up, and changes what is said and nothing else", async () => {
  await expect(getTeam(admin(), {})).rejects.toThrow("team");
  expect([await teamName(stores), await teamTimeZone(stores), await teamLocale(stores)]).toEqual([
    "",
    "UTC",
    null,
  ]);
  await stores.db.prisma.team.create({ data: { name: "Seoul", locale: "en", timeZone: "UTC" } });
  expect(await changeTeam(admin(), { locale: "ko" })).toEqual({
    name: "Seoul",
    locale: "ko",
    time_zone: "UTC",
  });
  const moved = { name: "서울", locale: "ko", time_zone: "Asia/Seoul" };
  expect(await changeTeam(admin(), { name: "서울", time_zone: "Asia/Seoul" })).toEqual(moved);
  expect(await changeTeam(admin(), { name: "서울" })).toEqual(moved);
  expect(await getTeam(testCtx(stores, ["team:read"]), {})).toEqual(moved);
  expect([await teamName(stores), await teamTimeZone(stores), await teamLocale(stores)]).toEqual([
    "서울",
    "Asia/Seoul",
    "ko",
  ]);
  const rows = await stores.db.prisma.auditLog.findMany({ where: { action: "team.change" } });
  expect(rows.map(({ before, after }) => [before, after])).toEqual([
    [
      { name: "Seoul", locale: "en", time_zone: "UTC" },
      { name: "Seoul", locale: "ko", time_zone: "UTC" },
    ],
    [{ name: "Seoul", locale: "ko", time_zone: "UTC" }, moved],
  ]);
});

it.each([
  { change: { time_zone: "Mars/Olympus" }, field: "/time_zone" },
  { change: { name: " " }, field: "/name" },
])("refuses $change", async ({ change, field }) => {
  await expect(changeTeam(admin(), change)).rejects.toMatchObject({
    extra: { errors: [{ pointer: field }] },
  });
});
