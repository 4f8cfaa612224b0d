import { expect, it } from "vitest";
import { oidcAuthTime } from "./sso-providers";

it.each<[string, unknown, string | null]>([
  ["whole seconds", { auth_time: 1_772_366_400 }, "2026-03-01T12:00:00.000Z"],
  ["none", {}, null],
  ["text", { auth_time: "1772366400" }, null],
  ["zero", { auth_time: 0 }, null],
  ["parts of a second", { auth_time: 1.5 }, null],
  ["milliseconds, thousands of years from now", { auth_time: 8_640_000_000_001 }, null],
  ["no claims", null, null],
])("oidcAuthTime: %s", (_, claims, expected) => {
  expect(oidcAuthTime(claims)?.toISOString() ?? null).toBe(expected);
});
