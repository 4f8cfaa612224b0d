import { expect, test } from "vitest";
import { fullnessOf, isNear } from "./fullness";

const ceiling = { records_per_second: 10, records: 1_000, bytes: 100 };
const size = { records: 500, bytes: 10, days: 2, last_day: 86_400, first_at: null };

test("a store is as full as its records, its bytes and its rate say", () => {
  expect(fullnessOf({ size, ceiling }).map(({ what, share }) => [what, share])).toEqual([
    ["records", 0.5],
    ["bytes", 0.1],
    ["rate", 0.1],
  ]);
});

test.each([
  [{ ...size, records: 690 }, false],
  [{ ...size, records: 700 }, true],
  [{ ...size, bytes: null, last_day: 700_000 }, true],
  [{ ...size, bytes: null }, false],
])("%j is near its end: %s", (one, near) => {
  expect(isNear(fullnessOf({ size: one, ceiling }))).toBe(near);
});

test("a store without a limit, or one that does not answer, has none", () => {
  expect(fullnessOf({ size, ceiling: null })).toEqual([]);
  expect(fullnessOf({ size: null, ceiling })).toEqual([]);
});
