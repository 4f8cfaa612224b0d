import { expect, it } from "vitest";
import { tagsOf, tagsText, ttlParts, ttlSeconds } from "./form-texts";

it("tags are lines, and come back as they were", () => {
  expect(tagsOf(" team = fleet \n\nbeta\nquery=a=b\r\nteam=other")).toEqual({
    team: "other",
    beta: "",
    query: "a=b",
  });
  const tags = { team: "fleet", beta: "", query: "a=b" };
  expect(tagsOf(tagsText(tags))).toEqual(tags);
  expect(tagsOf("")).toEqual({});
});

it.each([
  [0, "", "days"],
  [172_800, "2", "days"],
  [7_200, "2", "hours"],
  [5_400, "90", "minutes"],
  [61, "61", "seconds"],
] as const)("%i seconds are %s %s", (seconds, count, unit) => {
  expect(ttlParts(seconds)).toEqual({ count, unit });
  expect(ttlSeconds(count, unit)).toBe(seconds);
});

it("what is no whole number goes to the server, which names the field", () => {
  expect(["1.5", "-1", "a"].map((typed) => ttlSeconds(typed, "days"))).toEqual(["1.5", "-1", "a"]);
});
