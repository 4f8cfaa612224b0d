import { expect, test } from "vitest";
import { isStorableTime } from "./instant";

test.each<[string, boolean]>([
  ["0001-01-01", false],
  ["0001-01-02", true],
  ["9999-12-31", true],
  ["9999-12-31T23:59:59.999Z", true],
  ["9999-12-31T23:59:59+14:00", true],
  // Their instants are of the year 10000.
  ["9999-12-31T23:59:59-12:00", false],
  ["9999-12-31T19:00:00-05:00", false],
  // Without an offset they may be, in some zone.
  ["9999-12-31T11:59:59", true],
  ["9999-12-31T12:00:00", false],
])("%s: %s", (text, isStorable) => {
  expect(isStorableTime(text)).toBe(isStorable);
});
