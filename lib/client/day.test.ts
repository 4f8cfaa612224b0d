import { expect, it } from "vitest";
import { isDay } from "./day";

it.each([
  ["2001-02-28", true],
  ["2000-02-29", true],
  ["2001-02-29", false],
  ["2001-02-30", false],
  ["2001-13-01", false],
  ["2001-1-1", false],
  ["31.01.2001", false],
  ["2001-01-31 06:30", false],
  ["yesterday", false],
  ["", false],
])("%j is a day: %s", (text, is) => {
  expect(isDay(text)).toBe(is);
});
