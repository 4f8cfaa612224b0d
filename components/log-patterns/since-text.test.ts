import { expect, test } from "vitest";
import { minutesWithin, sinceOf } from "./since-text";

const to = "2026-01-05T12:00:00.000Z";

test.each([
  [null, { kind: "all" }],
  ["", { kind: "all" }],
  ["60m", { kind: "since", at: "2026-01-05T11:00:00.000Z" }],
  ["version:12", { kind: "in", q: "version:12" }],
  ["60 m", { kind: "in", q: "60 m" }],
])("%j", (text, since) => {
  expect(sinceOf(text, to)).toEqual(since);
});

test.each([
  ["2026-01-05T11:50:00.000Z", []],
  ["2026-01-05T11:45:00.000Z", []],
  ["2026-01-05T11:00:00.000Z", [15]],
  ["2026-01-04T11:00:00.000Z", [15, 60, 360, 1_440]],
])("stretches within a range from %s", (from, minutes) => {
  expect(minutesWithin({ from, to })).toEqual(minutes);
});
