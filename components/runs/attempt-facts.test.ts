import { expect, it } from "vitest";
import { measured, triesUpTo } from "./attempt-facts";

const tries = [0, 0, 1, 1, 2].map((clear_number, at) => ({ number: at + 1, clear_number }));

it.each([
  [1, { automatic: 0, byHand: 0 }],
  [2, { automatic: 1, byHand: 0 }],
  [3, { automatic: 1, byHand: 1 }],
  [4, { automatic: 2, byHand: 1 }],
  [5, { automatic: 2, byHand: 2 }],
])("try %d was made by whom", (number, made) => {
  expect(triesUpTo(tries, number)).toEqual(made);
});

it("a first try after the task was run again before it ever ran is no one's repetition", () => {
  expect(triesUpTo([{ number: 1, clear_number: 3 }], 1)).toEqual({ automatic: 0, byHand: 0 });
});

it.each([
  ["nothing", null, { cpuMs: null, maxRssBytes: null }],
  ["no numbers", { cpu_ms: "1" }, { cpuMs: null, maxRssBytes: null }],
  [
    "over before it was looked at",
    { cpu_ms: 0, max_rss_bytes: 0 },
    { cpuMs: "under_tick", maxRssBytes: null },
  ],
  [
    "a process still becoming one",
    { cpu_ms: 0, max_rss_bytes: 851_968 },
    { cpuMs: "under_tick", maxRssBytes: null },
  ],
  ["a program", { cpu_ms: 10, max_rss_bytes: 6_081_741 }, { cpuMs: 10, maxRssBytes: 6_081_741 }],
])("usage of %s", (_, usage, told) => {
  expect(measured(usage)).toEqual(told);
});
