import { expect, it } from "vitest";
import { defineJob } from "./define-job";

const GOOD = {
  name: "trial",
  everyMs: 1_000,
  timeoutMs: 1_000,
  scope: "everywhere",
  run: async () => undefined,
} as const;

it("takes a job that can be followed", () => {
  expect(defineJob(GOOD).retry).toEqual({ firstMs: 1_000, mostMs: 300_000 });
});

it.each([
  ["a name with a space", { name: "a b" }, /lower case/],
  ["a name that no label should have", { name: "a".concat("-") }, /lower case/],
  ["no time at all", { timeoutMs: 0 }, /timeoutMs is 0/],
  ["no limit", { timeoutMs: Number.POSITIVE_INFINITY }, /timeoutMs is Infinity/],
  ["a pace of zero", { everyMs: 0 }, /everyMs is 0/],
  ["a pace that is no number", { everyMs: Number.NaN }, /everyMs is NaN/],
  ["a cron that never fires", { cron: "0 0 31 2 *", timeZone: "UTC" }, /never fires/],
  ["a cron of six fields", { cron: "0 0 0 1 1 *", timeZone: "UTC" }, /6 fields/],
  ["a zone that there is not", { cron: "0 0 * * *", timeZone: "Mars/Olympus" }, /IANA time zone/],
])("refuses %s", (_, change, why) => {
  expect(() => defineJob({ ...GOOD, ...change })).toThrow(why);
});
