import { expect, it } from "vitest";
import { zoneChoices, zoneOffset } from "./time-zones";

const WINTER = new Date("2026-01-15T12:00:00Z");
const SUMMER = new Date("2026-07-15T12:00:00Z");

it.each([
  ["UTC", WINTER, "UTC+00:00"],
  ["Asia/Seoul", WINTER, "UTC+09:00"],
  ["Asia/Kolkata", WINTER, "UTC+05:30"],
  ["America/New_York", WINTER, "UTC-05:00"],
  ["America/New_York", SUMMER, "UTC-04:00"],
])("%s at %s is %s", (zone, at, offset) => {
  expect(zoneOffset(zone, at)).toBe(offset);
});

it("zones go from west to east, each once, with UTC among them", () => {
  const choices = zoneChoices(WINTER);
  const zones = choices.map(({ zone }) => zone);
  expect(new Set(zones).size).toBe(zones.length);
  expect(zones).toContain("UTC");
  const minutes = choices.map((choice) => choice.minutes);
  expect(minutes).toEqual(minutes.toSorted((one, other) => one - other));
  expect(zones.indexOf("America/New_York")).toBeLessThan(zones.indexOf("Asia/Seoul"));
});
