import { expect, it } from "vitest";
import { boundOf, boundText } from "./bound-text";

it.each([
  ["step", "1200", 1_200],
  ["step", " -5 ", -5],
  ["step", "", null],
  ["step", "x", null],
  ["step", "1e99", null],
  ["relative", "1.5", 1_500],
  ["time", "2026-03-01T00:00:00Z", Date.parse("2026-03-01T00:00:00Z")],
  ["time", "soon", null],
] as const)("by %s, %j is %j", (axis, text, value) => {
  expect(boundOf(axis, text)).toBe(value);
  if (value !== null) expect(boundOf(axis, boundText(axis, value))).toBe(value);
});
