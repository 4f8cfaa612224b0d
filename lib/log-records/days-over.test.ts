import { expect, test } from "vitest";
import { daysOver } from "./days-over";

const days = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"].map((day) => ({ day, bytes: 10 }));

test.each<[string, number, string, string[]]>([
  ["nothing goes where there is room", 40, "2026-01-03", []],
  ["the oldest goes first", 39, "2026-01-03", ["2026-01-01"]],
  ["as many as have to", 15, "2026-01-04", ["2026-01-01", "2026-01-02", "2026-01-03"]],
  ["today stays, and what is ahead", 0, "2026-01-03", ["2026-01-01", "2026-01-02"]],
])("%s", (_, most, today, gone) => {
  expect(daysOver(days, most, today)).toEqual(gone);
});
