import { expect, it } from "vitest";
import { readUtc } from "./utc-text";

it.each([
  ["", null, false],
  [" 2001-01-31 ", "2001-01-31T00:00:00Z", false],
  ["2001-01-31 06:30", "2001-01-31T06:30:00Z", false],
  ["2001-01-31T23:59", "2001-01-31T23:59:00Z", false],
  ["2001-02-30", null, true],
  ["2001-01-31 24:00", null, true],
  ["yesterday", null, true],
])("reads %j as %j", (text, value, problem) => {
  expect(readUtc(text)).toEqual({ value, problem });
});
