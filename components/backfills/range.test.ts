import { expect, it } from "vitest";
import { presetRange, readTimeText } from "./range";

const NOW = new Date("2026-03-01T15:30:00Z");

it.each([
  ["hours_24", "UTC", { from: "2026-02-28 15:30", to: "2026-03-01 15:30" }],
  ["hours_24", "Asia/Seoul", { from: "2026-03-01 00:30", to: "2026-03-02 00:30" }],
  ["days_7", "UTC", { from: "2026-02-22", to: "2026-03-01" }],
  ["days_7", "Asia/Seoul", { from: "2026-02-23", to: "2026-03-02" }],
  ["days_30", "UTC", { from: "2026-01-30", to: "2026-03-01" }],
] as const)("%s in %s", (preset, zone, range) => {
  expect(presetRange(preset, NOW, zone)).toEqual(range);
  expect([readTimeText(range.from).problem, readTimeText(range.to).problem]).toEqual([false, false]);
});

it.each([
  ["", { value: "", problem: false }],
  [" 2001-01-31 ", { value: "2001-01-31", problem: false }],
  ["2001-01-31 06:30", { value: "2001-01-31T06:30:00", problem: false }],
  ["2001-01-31T06:30", { value: "2001-01-31T06:30:00", problem: false }],
  ["2001-1-31", { value: "", problem: true }],
  ["31.01.2001", { value: "", problem: true }],
  ["2001-01-31 25:00", { value: "", problem: true }],
  ["2001-01-31 24:00", { value: "", problem: true }],
  ["2001-02-30", { value: "", problem: true }],
  ["2001-13-01", { value: "", problem: true }],
])("%j is read", (text, read) => {
  expect(readTimeText(text)).toEqual(read);
});
