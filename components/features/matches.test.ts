import { expect, it } from "vitest";
import { matchesSearch } from "./matches";

const row = { name: "driver_stats", description: "By the hour", owner: "Fleet", tags: { team: "서울" } };

it.each([
  ["", true],
  ["  DRIVER ", true],
  ["hour fleet", true],
  ["서울 rate", true],
  ["hour nothing", false],
])("%j", (search, found) => {
  expect(matchesSearch(row, search, ["conv_rate"])).toBe(found);
});
